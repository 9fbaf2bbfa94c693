import { Button, Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { LinkChatView } from '#contract/ui/domains/links.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import { useAction } from '../../rpc/use-action.ts';
import { Problem } from '../../ui/problem.tsx';
import { shortWhen } from '../../ui/time.ts';
import { LinkChatName } from './link-chat-name.tsx';

/** So few stand open. */
const few = 6;
const mostNamed = 20;

const nameOf = ({ name }: LinkChatView): string => name || t('links.noName');
const isFound = (chat: LinkChatView, typed: string): boolean => nameOf(chat).toLocaleLowerCase().includes(typed.trim().toLocaleLowerCase());

/** The chats that Pynchy does not read, by name and time; `wanted` is the one that somebody wants to open. */
export const ClosedChats = ({ chats, wanted }: { chats: readonly LinkChatView[]; wanted: string | null }) => {
  const hasWanted = chats.some(({ id }) => id === wanted);
  const [isOpen, setOpen] = useState<boolean | null>(null);
  const [typed, setTyped] = useState('');
  useEffect(() => {
    if (hasWanted) setOpen(true);
  }, [hasWanted]);
  if (chats.length === 0) return null;
  const isShown = isOpen ?? chats.length <= few;
  const shown = chats.filter((chat) => isFound(chat, typed));
  return (
    <details open={isShown} onToggle={(event) => event.currentTarget.open !== isShown && setOpen(event.currentTarget.open)}>
      <summary>
        {t('links.closedChats', { n: chats.length })}
        {!isShown && (
          <span className="py-linkchats__names" translate="no" dir="auto">
            {chats.slice(0, mostNamed).map(nameOf).join(', ')}
          </span>
        )}
      </summary>
      <p className="py-dim">{t('links.closedWhy')}</p>
      {chats.length > few && (
        <TextInput
          size="xs"
          type="search"
          leftSection={<IconSearch size={14} aria-hidden />}
          aria-label={t('links.findChat')}
          placeholder={t('links.findChat')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      {shown.length === 0 && <p className="py-dim">{t('links.noChatFound')}</p>}
      <ul>
        {shown.map((chat) => (
          <ClosedRow key={chat.id} chat={chat} isWanted={chat.id === wanted} />
        ))}
      </ul>
    </details>
  );
};

const ClosedRow = ({ chat, isWanted }: { chat: LinkChatView; isWanted: boolean }) => {
  const { client, resources } = useHost();
  const workspaces = useResource(resources.workspaces).value ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const workspaceId = chosen ?? workspaces.find((w) => w.isAdmin)?.id ?? '';
  const open = useAction(useCallback(() => client.links.registerChat({ chatId: chat.id, workspaceId }), [client, chat.id, workspaceId]));
  const name = nameOf(chat);
  const [isChoosing, setChoosing] = useState(isWanted);
  const row = useRef<HTMLLIElement>(null);
  const go = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isWanted) setChoosing(true);
  }, [isWanted]);
  useEffect(() => {
    if (!isWanted || !isChoosing) return;
    row.current?.scrollIntoView({ block: 'center' });
    go.current?.focus({ preventScroll: true });
  }, [isWanted, isChoosing]);
  return (
    <li ref={row} data-wanted={isWanted || undefined}>
      <LinkChatName chat={chat}>{chat.lastAt !== null && shortWhen(chat.lastAt, Date.now())}</LinkChatName>
      {isChoosing ? (
        <span className="py-linkchats__choose">
          <Select
            size="xs"
            aria-label={t('links.workspaceOf', { name })}
            data={workspaces.map((w) => ({ value: w.id, label: w.name }))}
            value={workspaceId}
            allowDeselect={false}
            onChange={setChosen}
          />
          <Button ref={go} size="xs" loading={open.busy} onClick={() => void open.run()}>
            {t('links.openNow')}
          </Button>
        </span>
      ) : (
        <Button size="compact-xs" variant="default" aria-label={t('links.letIn', { name })} onClick={() => setChoosing(true)}>
          {t('links.open')}
        </Button>
      )}
      {open.error && <Problem what={t('links.openFailed')} why={open.error} />}
    </li>
  );
};
