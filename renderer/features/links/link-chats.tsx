import { Button, Select } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { LinkChatView, LinkView } from '#contract/ui/domains/links.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import { useAction } from '../../rpc/use-action.ts';
import { useFresh } from '../../rpc/use-fresh.ts';
import { Problem } from '../../ui/problem.tsx';
import { shortWhen } from '../../ui/time.ts';

const topics = ['link', 'chat'] as const;

/** Which chats Pynchy reads. All others are known by name and time alone. */
export const LinkChats = ({ link }: { link: LinkView }) => {
  const { client } = useHost();
  const chats = useFresh(
    useCallback(() => client.links.chats({ id: link.id }), [client, link.id]),
    topics,
  );
  const list = chats.value ?? [];
  const open = list.filter((c) => c.workspaceId !== null);
  const closed = list.filter((c) => c.workspaceId === null);
  return (
    <section className="py-linkchats" aria-label={t('links.chats')}>
      <h3>{t('links.chats')}</h3>
      {chats.error && <Problem what={t('links.chatsFailed')} why={chats.error} />}
      {open.length === 0 && <p className="py-dim">{t(link.mode === 'own' ? 'links.chatsOwnEmpty' : 'links.chatsAssistantEmpty')}</p>}
      {open.length > 0 && (
        <ul>
          {open.map((chat) => (
            <Row key={chat.id} chat={chat} />
          ))}
        </ul>
      )}
      {closed.length > 0 && (
        <details>
          <summary>{t('links.closedChats', { n: closed.length })}</summary>
          <p className="py-dim">{t('links.closedWhy')}</p>
          <ul>
            {closed.map((chat) => (
              <Row key={chat.id} chat={chat} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
};

const Row = ({ chat }: { chat: LinkChatView }) => {
  const { client, resources } = useHost();
  const workspaces = useResource(resources.workspaces).value ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const workspaceId = chosen ?? workspaces.find((w) => w.isAdmin)?.id ?? '';
  const open = useAction(useCallback(() => client.links.registerChat({ chatId: chat.id, workspaceId }), [client, chat.id, workspaceId]));
  const name = chat.name || t('links.noName');
  const [isChoosing, setChoosing] = useState(false);
  return (
    <li>
      <span className="py-linkchats__name">
        <span translate="no" dir="auto">
          {chat.kind === 'self' ? t('links.selfChat') : name}
        </span>
        <small className="py-dim">
          {chat.workspaceId === null
            ? chat.lastAt !== null && shortWhen(chat.lastAt, Date.now())
            : t('links.inWorkspace', { name: workspaces.find((w) => w.id === chat.workspaceId)?.name ?? '' })}
        </small>
      </span>
      {chat.workspaceId === null && !isChoosing && (
        <Button size="compact-xs" variant="default" aria-label={t('links.letIn', { name })} onClick={() => setChoosing(true)}>
          {t('links.open')}
        </Button>
      )}
      {isChoosing && chat.workspaceId === null && (
        <span className="py-linkchats__choose">
          <Select
            size="xs"
            aria-label={t('links.workspaceOf', { name })}
            data={workspaces.map((w) => ({ value: w.id, label: w.name }))}
            value={workspaceId}
            allowDeselect={false}
            onChange={setChosen}
          />
          <Button size="xs" loading={open.busy} onClick={() => void open.run()}>
            {t('links.openNow')}
          </Button>
        </span>
      )}
      {open.error && <Problem what={t('links.openFailed')} why={open.error} />}
    </li>
  );
};
