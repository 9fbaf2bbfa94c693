import { Button } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { LinkChatView, LinkView } from '#contract/ui/domains/links.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import { useAction } from '../../rpc/use-action.ts';
import { useFresh } from '../../rpc/use-fresh.ts';
import { NotLoaded } from '../../ui/not-loaded.tsx';
import { Problem } from '../../ui/problem.tsx';
import { ChatRights } from './chat-rights.tsx';
import { ClosedChats } from './closed-chats.tsx';
import { LinkChatName } from './link-chat-name.tsx';

const topics = ['link', 'chat'] as const;

/** Which chats Pynchy reads. All others are known by name and time alone. */
export const LinkChats = ({ link, wanted }: { link: LinkView; wanted: string | null }) => {
  const { client } = useHost();
  const chats = useFresh(
    useCallback(() => client.links.chats({ id: link.id }), [client, link.id]),
    topics,
  );
  const list = chats.value ?? [];
  const open = list.filter((c) => c.workspaceId !== null);
  return (
    <section className="py-linkchats" aria-label={t('links.chats')}>
      <h3>{t('links.chats')}</h3>
      {chats.error && <NotLoaded what={t('links.chatsFailed')} why={chats.error} onAgain={chats.refresh} />}
      {open.length === 0 && <p className="py-dim">{t(link.mode === 'own' ? 'links.chatsOwnEmpty' : 'links.chatsAssistantEmpty')}</p>}
      {open.length > 0 && (
        <ul>
          {open.map((chat) => (
            <OpenRow key={chat.id} chat={chat} />
          ))}
        </ul>
      )}
      <ClosedChats chats={list.filter((c) => c.workspaceId === null)} wanted={wanted} />
    </section>
  );
};

const OpenRow = ({ chat }: { chat: LinkChatView }) => {
  const { resources } = useHost();
  const workspace = useResource(resources.workspaces).value?.find((w) => w.id === chat.workspaceId)?.name ?? '';
  const [shown, setShown] = useState<'rights' | 'closing' | null>(null);
  const name = chat.name || t('links.noName');
  return (
    <li>
      <LinkChatName chat={chat}>{chat.hasLeft ? t('links.left') : t('links.inWorkspace', { name: workspace })}</LinkChatName>
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
