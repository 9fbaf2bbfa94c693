import { ActionIcon, Menu, UnstyledButton } from '@mantine/core';
import {
  IconArchive,
  IconArchiveOff,
  IconBrandWhatsapp,
  IconDots,
  IconMessage,
  IconPaperclip,
  IconPencil,
  IconTerminal2,
  IconTrash,
} from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import { plainMarkdown } from '#contract/text/plain-markdown.ts';
import { visible } from '#contract/text/visible.ts';
import type { ChatView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { shortWhen } from '../../ui/time.ts';
import { chatName } from './chat-name.ts';
import { ChatState } from './chat-state.tsx';
import { RenameField } from './rename-field.tsx';
import type { ChatActs } from './use-chat-acts.ts';

export interface ChatRowProps {
  readonly chat: ChatView;
  readonly isHere: boolean;
  readonly now: number;
  readonly acts: ChatActs;
  readonly onOpen: (chatId: string) => void;
}

const channelIcon = (channel: string) => (channel === 'whatsapp' ? IconBrandWhatsapp : channel === 'cli' ? IconTerminal2 : IconMessage);

const LastLine = ({ chat }: { chat: ChatView }) => {
  const files = chat.draftFiles.length > 0 && <IconPaperclip size={12} role="img" aria-label={t('chat.files')} />;
  const isDraft = chat.draft !== '' || chat.draftFiles.length > 0;
  const last = plainMarkdown(chat.lastText).trim();
  if (!isDraft && last === '' && chat.lastAt === null) return <span className="py-chat__last">{t('chat.nothing')}</span>;
  return (
    <span className="py-chat__last" dir="auto">
      {isDraft && <em>{t('chat.draft')} </em>}
      {files}
      <span translate="no">{visible(chat.draft || (isDraft ? chat.draftFiles.map(({ name }) => name).join(', ') : last))}</span>
    </span>
  );
};

/** One chat of the list: opens it; its menu, and the keys F2, E and Delete, do the rest. */
export const ChatRow = ({ chat, isHere, now, acts, onOpen }: ChatRowProps) => {
  const [isRenaming, setRenaming] = useState(false);
  const [isMenuOpen, setMenuOpen] = useState(false);
  const Icon = channelIcon(chat.channel);
  const name = chatName(chat);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || isMenuOpen) return;
    const act = { F2: () => setRenaming(true), e: () => acts.archive(chat), Delete: () => acts.remove(chat) }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  if (isRenaming)
    return (
      <RenameField
        name={chat.name}
        onDone={(next) => {
          setRenaming(false);
          if (next !== null && next !== chat.name) acts.rename(chat, next);
        }}
      />
    );
  return (
    <div className="py-chat" data-here={isHere || undefined}>
      <UnstyledButton
        className="py-chat__open"
        data-chat-row={chat.id}
        aria-current={isHere ? 'page' : undefined}
        aria-keyshortcuts="F2 e Delete"
        onKeyDown={onKeyDown}
        onClick={() => onOpen(chat.id)}
        onContextMenu={(event) => {
          event.preventDefault();
          setMenuOpen(true);
        }}
      >
        <span className="py-chat__top">
          <Icon size={15} aria-hidden />
          <span id={`chat-${chat.id}`} className="py-chat__name" data-unread={chat.unread > 0 || undefined} dir="auto" translate="no">
            {name}
          </span>
          {chat.lastAt !== null && <time dateTime={new Date(chat.lastAt).toISOString()}>{shortWhen(chat.lastAt, now)}</time>}
        </span>
        <span className="py-chat__bottom">
          <LastLine chat={chat} />
          <ChatState state={chat.state} unread={chat.unread} />
        </span>
      </UnstyledButton>
      <Menu
        opened={isMenuOpen}
        onChange={setMenuOpen}
        classNames={{ itemSection: 'py-chat__key' }}
        withInitialFocusPlaceholder={false}
        position="bottom-end"
        width={180}
        transitionProps={{ duration: 0 }}
      >
        <Menu.Target>
          <ActionIcon
            className="py-chat__menu"
            variant="default"
            size="sm"
            aria-label={t('chat.menu')}
            aria-describedby={`chat-${chat.id}`}
            title={t('chat.menu')}
          >
            <IconDots size={14} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={15} />} rightSection={<kbd>F2</kbd>} onClick={() => setRenaming(true)}>
            {t('chat.rename')}
          </Menu.Item>
          <Menu.Item
            leftSection={chat.archived ? <IconArchiveOff size={15} /> : <IconArchive size={15} />}
            rightSection={<kbd>E</kbd>}
            onClick={() => acts.archive(chat)}
          >
            {t(chat.archived ? 'chat.unarchive' : 'chat.archive')}
          </Menu.Item>
          <Menu.Item
            className="py-chat__delete"
            leftSection={<IconTrash size={15} />}
            rightSection={<kbd>Del</kbd>}
            onClick={() => acts.remove(chat)}
          >
            {t('chat.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
};
