import { Button, Select } from '@mantine/core';
import { IconUsersGroup } from '@tabler/icons-react';
import { type ReactNode, useCallback, useState } from 'react';
import type { LinkChatView, LinkView } from '#contract/ui/domains/links.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import { useAction } from '../../rpc/use-action.ts';
import { useFresh } from '../../rpc/use-fresh.ts';
import { Problem } from '../../ui/problem.tsx';
import { shortWhen } from '../../ui/time.ts';
import { ChatRights } from './chat-rights.tsx';

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

const Row = ({ chat }: { chat: LinkChatView }) => (chat.workspaceId === null ? <ClosedRow chat={chat} /> : <OpenRow chat={chat} />);

const Name = ({ chat, children }: { chat: LinkChatView; children: ReactNode }) => (
  <span className="py-linkchats__name">
    {chat.kind === 'group' && <IconUsersGroup size={15} aria-label={t('links.group')} />}
    <span translate="no" dir="auto">
      {chat.name || t('links.noName')}
    </span>
    <small className="py-dim">{children}</small>
  </span>
);

const ClosedRow = ({ chat }: { chat: LinkChatView }) => {
  const { client, resources } = useHost();
  const workspaces = useResource(resources.workspaces).value ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const workspaceId = chosen ?? workspaces.find((w) => w.isAdmin)?.id ?? '';
  const open = useAction(useCallback(() => client.links.registerChat({ chatId: chat.id, workspaceId }), [client, chat.id, workspaceId]));
  const name = chat.name || t('links.noName');
  const [isChoosing, setChoosing] = useState(false);
  return (
    <li>
      <Name chat={chat}>{chat.lastAt !== null && shortWhen(chat.lastAt, Date.now())}</Name>
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
          <Button size="xs" loading={open.busy} onClick={() => void open.run()}>
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

const OpenRow = ({ chat }: { chat: LinkChatView }) => {
  const { resources } = useHost();
  const workspace = useResource(resources.workspaces).value?.find((w) => w.id === chat.workspaceId)?.name ?? '';
  const [shown, setShown] = useState<'rights' | 'closing' | null>(null);
  const name = chat.name || t('links.noName');
  return (
    <li>
      <Name chat={chat}>{chat.hasLeft ? t('links.left') : t('links.inWorkspace', { name: workspace })}</Name>
      {chat.kind !== 'self' && (
        <span className="py-linkchats__choose">
          <Button
            size="compact-xs"
            variant="default"
            aria-expanded={shown === 'rights'}
            aria-label={shown === 'rights' ? undefined : t('links.rightsOf', { name })}
            onClick={() => setShown(shown === 'rights' ? null : 'rights')}
          >
            {t(shown === 'rights' ? 'links.hideRights' : 'links.rights')}
          </Button>
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            aria-label={t('links.closeOf', { name })}
            onClick={() => setShown('closing')}
          >
            {t('links.close')}
          </Button>
        </span>
      )}
      {shown === 'rights' && (
        <div className="py-linkchats__more">
          <ChatRights chatId={chat.id} isGroup={chat.kind === 'group'} defaultNames={`Pynchy, ${workspace}`} />
        </div>
      )}
      {shown === 'closing' && <Closing chat={chat} onKeep={() => setShown(null)} />}
    </li>
  );
};

const Closing = ({ chat, onKeep }: { chat: LinkChatView; onKeep: () => void }) => {
  const { client } = useHost();
  const close = useAction(useCallback(() => client.links.closeChat({ chatId: chat.id }), [client, chat.id]));
  return (
    <fieldset className="py-linkchats__more py-link__end" aria-label={t('links.closeOf', { name: chat.name })}>
      <p>{t('links.closeWhy')}</p>
      <Button size="xs" color="red" variant="light" loading={close.busy} onClick={() => void close.run()}>
        {t('links.closeNow')}
      </Button>
      <Button size="xs" variant="default" autoFocus onClick={onKeep}>
        {t('links.keep')}
      </Button>
      {close.error && <Problem what={t('links.closeFailed')} why={close.error} />}
    </fieldset>
  );
};
