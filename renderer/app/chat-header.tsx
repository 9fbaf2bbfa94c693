import { ActionIcon, Button } from '@mantine/core';
import { IconEraser, IconSearch, IconShieldExclamation } from '@tabler/icons-react';
import { memo } from 'react';
import type { ChatView } from '#contract/ui/views.ts';
import { chatName } from '../features/chats/chat-name.ts';
import { RightsLine } from '../features/links/rights-line.tsx';
import { JumpToDay } from '../features/thread/scrolling/jump-to-day.tsx';
import { t } from '../locales/translate.ts';
import { useHost } from '../rpc/host.ts';
import { useResource } from '../rpc/resource.ts';
import { useActionBus } from '../ui/action-bus.tsx';
import { ColorDot } from '../ui/color-dot.tsx';
import { reasonText } from '../ui/reason-text.ts';

// Chats of a linked number in which somebody else may write.
const hasOthers = (chat: ChatView): boolean =>
  chat.kind === 'group' || (chat.channel !== 'desktop' && chat.channel !== 'cli' && chat.kind === 'direct');

/** Which chat this is and where it works, a search in it, and a way to start fresh. */
export const ChatHeader = memo(({ chat, onReset, onJump }: { chat: ChatView; onReset: () => void; onJump: (time: number) => void }) => {
  const { resources } = useHost();
  const bus = useActionBus();
  const workspace = useResource(resources.workspaces).value?.find(({ id }) => id === chat.workspaceId);
  return (
    <header className="py-chathead">
      <div className="py-chathead__text">
        <h1 dir="auto" translate="no">
          {chatName(chat)}
        </h1>
        <p translate="no">
          {workspace && <ColorDot color={workspace.color} />} <span>{chat.workspace}</span>
          {hasOthers(chat) && (
            <>
              <span aria-hidden>·</span>
              <RightsLine chat={chat} />
            </>
          )}
        </p>
      </div>
      {workspace?.tainted && (
        <span className="py-chip py-chathead__taint" title={reasonText(workspace.tainted)}>
          <IconShieldExclamation size={13} aria-hidden /> {t('chat.tainted')}
        </span>
      )}
      <ActionIcon
        variant="subtle"
        color="gray"
        size="md"
        aria-label={t('chat.search')}
        title={t('chat.search')}
        onClick={() => bus.run('search-here')}
      >
        <IconSearch size={17} />
      </ActionIcon>
      <JumpToDay onJump={onJump} />
      <Button size="xs" variant="subtle" color="gray" leftSection={<IconEraser size={16} />} title={t('reset.why')} onClick={onReset}>
        {t('reset.button')}
      </Button>
    </header>
  );
});
ChatHeader.displayName = 'ChatHeader';
