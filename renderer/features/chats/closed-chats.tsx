import { UnstyledButton } from '@mantine/core';
import { IconChevronRight, IconLock, IconUsersGroup } from '@tabler/icons-react';
import type { LinkChatView } from '#contract/ui/domains/links.ts';
import { t } from '../../locales/translate.ts';

const mostNamed = 20;

/** Opens and folds the chats that are not read; their names stand in it, so that somebody who looks for one finds it. */
export const ClosedFold = (o: { chats: readonly LinkChatView[]; isOpen: boolean; onToggle: () => void; rowKey: string }) => (
  <UnstyledButton className="py-chats__closed" data-chat-row={o.rowKey} aria-expanded={o.isOpen} onClick={o.onToggle}>
    <span className="py-chats__fold">
      <IconChevronRight size={14} aria-hidden /> {t('chats.closed')} <span>{o.chats.length}</span>
    </span>
    {!o.isOpen && (
      <span className="py-chats__names" translate="no" dir="auto">
        {o.chats
          .slice(0, mostNamed)
          .map(({ name }) => name || t('chats.noName'))
          .join(', ')}
      </span>
    )}
  </UnstyledButton>
);

/** One of them: known by its name alone. Leads to where it can be opened. */
export const ClosedChat = ({ chat, onOpen }: { chat: LinkChatView; onOpen: (chatId: string) => void }) => {
  const Icon = chat.kind === 'group' ? IconUsersGroup : IconLock;
  return (
    <div className="py-chat">
      <UnstyledButton className="py-chat__open" data-chat-row={chat.id} title={t('chats.letIn')} onClick={() => onOpen(chat.id)}>
        <span className="py-chat__top">
          <Icon size={15} role="img" aria-label={t(chat.kind === 'group' ? 'chats.closedGroup' : 'chats.closedChat')} />
          <span className="py-chat__name" dir="auto" translate="no">
            {chat.name || t('chats.noName')}
          </span>
        </span>
      </UnstyledButton>
    </div>
  );
};
