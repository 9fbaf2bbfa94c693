import { UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import { ColorDot } from '../../ui/color-dot.tsx';
import { NotLoaded } from '../../ui/not-loaded.tsx';
import { useNow } from '../../ui/use-now.ts';
import { ChatRow } from './chat-row.tsx';
import { type ChatRow as Row, toRows } from './chat-rows.ts';
import { ClosedChat, ClosedFold } from './closed-chats.tsx';
import { UndoBar } from './undo-bar.tsx';
import { useChatActs } from './use-chat-acts.ts';
import './chats.css';

export interface ChatListProps {
  readonly chatId: string | null;
  readonly onOpen: (chatId: string) => void;
  /** Somebody wants a chat that is not read yet. */
  readonly onLetIn: (chatId: string) => void;
  /** A chat was archived or deleted. */
  readonly onGone: (chatId: string) => void;
}

/** How far a header can stand between two chats. */
const reach = 2;

/**
 * Up and down go from chat to chat, as in any list. The row with the focus and its neighbours stay drawn, so that neither
 * a held key nor scrolling loses the focus.
 */
const useArrows = (rows: readonly Row[]) => {
  const [focused, setFocused] = useState<string | null>(null);
  const at = focused === null ? -1 : rows.findIndex(({ key }) => key === focused);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if ((event.key !== 'ArrowDown' && event.key !== 'ArrowUp') || event.altKey) return;
    const key = event.target instanceof HTMLElement ? event.target.dataset.chatRow : undefined;
    if (key === undefined) return;
    event.preventDefault();
    const by = event.key === 'ArrowDown' ? 1 : -1;
    let next = rows.findIndex((row) => row.key === key) + by;
    while (rows[next]?.type === 'workspace') next += by;
    const target = rows[next];
    if (target) event.currentTarget.querySelector<HTMLElement>(`[data-chat-row="${CSS.escape(target.key)}"]`)?.focus();
  };
  return {
    keepMounted: at < 0 ? [] : Array.from({ length: reach * 2 + 1 }, (_, n) => at - reach + n).filter((n) => n >= 0 && n < rows.length),
    listProps: {
      onKeyDown,
      onFocus: (event: FocusEvent<HTMLElement>) =>
        setFocused(event.target.closest<HTMLElement>('[data-chat-row]')?.dataset.chatRow ?? null),
      onBlur: () => setFocused(null),
    },
  };
};

const useShownRow = (list: RefObject<VirtualizerHandle | null>, rows: readonly Row[], chatId: string | null): void => {
  const isLoaded = rows.length > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another chat moves the list, news do not
  useEffect(() => {
    const at = rows.findIndex(({ key }) => key === chatId);
    if (at > 0) list.current?.scrollToIndex(at, { align: 'nearest' });
  }, [chatId, isLoaded]);
};

/** All chats, grouped by workspace, the newest first. Draws only what is in sight. */
export const ChatList = ({ chatId, onOpen, onLetIn, onGone }: ChatListProps) => {
  const { resources } = useHost();
  const { value, error } = useResource(resources.chats);
  const workspaces = useResource(resources.workspaces).value ?? [];
  const closed = useResource(resources.closedChats).value ?? [];
  const [open, setOpen] = useState({ archive: false, closed: false });
  const now = useNow(60_000);
  const acts = useChatActs(onGone);
  const box = useRef<HTMLElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const rows = toRows({ chats: value ?? [], workspaces, closed, open });
  useShownRow(list, rows, chatId);
  const { keepMounted, listProps } = useArrows(rows);

  const draw = (row: Row) => {
    switch (row.type) {
      case 'workspace':
        return (
          <h2 key={row.key} className="py-chats__workspace" translate="no">
            {row.color !== null && <ColorDot color={row.color} />} {row.name}
          </h2>
        );
      case 'closed':
        return (
          <ClosedFold
            key={row.key}
            rowKey={row.key}
            chats={row.chats}
            isOpen={row.isOpen}
            onToggle={() => setOpen({ ...open, closed: !row.isOpen })}
          />
        );
      case 'closed-chat':
        return <ClosedChat key={row.key} chat={row.chat} onOpen={onLetIn} />;
      case 'archive':
        return (
          <UnstyledButton
            key={row.key}
            className="py-chats__archive"
            data-chat-row={row.key}
            aria-expanded={row.isOpen}
            onClick={() => setOpen({ ...open, archive: !row.isOpen })}
          >
            <IconChevronRight size={14} aria-hidden /> {t('chats.archived')} <span>{row.count}</span>
          </UnstyledButton>
        );
      case 'chat':
        return <ChatRow key={row.key} chat={row.chat} isHere={row.chat.id === chatId} now={now} acts={acts} onOpen={onOpen} />;
      default:
        return row satisfies never;
    }
  };
  return (
    <>
      <nav className="py-chats" ref={box} aria-label={t('chats.label')} {...listProps}>
        {error && <NotLoaded what={t('chats.loadFailed')} why={error} onAgain={resources.chats.refresh} />}
        {value === null && !error && <p className="py-chats__quiet">{t('chats.loading')}</p>}
        {value?.length === 0 && <p className="py-chats__quiet">{t('chats.empty')}</p>}
        <Virtualizer ref={list} scrollRef={box} bufferSize={400} keepMounted={keepMounted}>
          {rows.map(draw)}
        </Virtualizer>
      </nav>
      <UndoBar acts={acts} />
    </>
  );
};
