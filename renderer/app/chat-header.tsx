import { Button } from '@mantine/core';
import { IconRefreshDot, IconShieldExclamation } from '@tabler/icons-react';
import type { ChatView } from '#contract/ui/views.ts';
import { t } from '../locales/translate.ts';
import { useHost } from '../rpc/host.ts';
import { useResource } from '../rpc/resource.ts';
import { reasonText } from '../ui/reason-text.ts';

/** Which chat this is, who answers in it, and a way to start fresh. */
export const ChatHeader = ({ chat, onReset }: { chat: ChatView; onReset: () => void }) => {
  const { resources } = useHost();
  const workspace = useResource(resources.workspaces).value?.find(({ id }) => id === chat.workspaceId);
  const account = workspace?.accounts[0]?.name;
  const who = [chat.workspace, account, workspace?.model].filter(Boolean).join(' · ');
  return (
    <header className="py-chathead">
      <div className="py-chathead__text">
        <h1 dir="auto" translate="no">
          {chat.name}
        </h1>
        <p translate="no">{who}</p>
      </div>
      {workspace?.tainted && (
        <span className="py-chip py-chathead__taint" title={reasonText(workspace.tainted)}>
          <IconShieldExclamation size={13} aria-hidden /> {t('chat.tainted')}
        </span>
      )}
      <Button size="xs" variant="subtle" color="gray" leftSection={<IconRefreshDot size={16} />} title={t('reset.why')} onClick={onReset}>
        {t('reset.button')}
      </Button>
    </header>
  );
};
