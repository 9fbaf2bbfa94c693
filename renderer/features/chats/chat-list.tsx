import { UnstyledButton } from '@mantine/core';
import { IconAlertCircle, IconBrandWhatsapp, IconHandStop, IconMessage, IconTerminal2 } from '@tabler/icons-react';
import type { ChatView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import { plainText } from '../../ui/plain-text.ts';
import { Problem } from '../../ui/problem.tsx';
import { shortWhen } from '../../ui/time.ts';
import { useNow } from '../../ui/use-now.ts';
import './chats.css';

export interface ChatListProps {
  readonly chatId: string | null;
  readonly onOpen: (chatId: string) => void;
}

const channelIcon = (channel: string) => (channel === 'whatsapp' ? IconBrandWhatsapp : channel === 'cli' ? IconTerminal2 : IconMessage);

const State = ({ state }: { state: ChatView['state'] }) => {
  switch (state) {
    case 'idle':
      return null;
    case 'working':
      return (
        <span className="py-chat__state py-chat__state--working">
          <i aria-hidden /> {t('chat.working')}
        </span>
      );
    case 'waiting':
      return (
        <span className="py-chat__state py-chat__state--waiting">
          <IconHandStop size={13} aria-hidden /> {t('chat.waiting')}
        </span>
      );
    case 'failed':
      return (
        <span className="py-chat__state py-chat__state--failed">
          <IconAlertCircle size={13} aria-hidden /> {t('chat.failed')}
        </span>
      );
    default:
      return state satisfies never;
  }
};

const newestFirst = (a: ChatView, b: ChatView): number => (b.lastAt ?? 0) - (a.lastAt ?? 0);

/** All chats, grouped by workspace, the newest first. */
export const ChatList = ({ chatId, onOpen }: ChatListProps) => {
  const { resources } = useHost();
  const { value, error } = useResource(resources.chats);
  const now = useNow(60_000);
  const groups = Map.groupBy([...(value ?? [])].sort(newestFirst), (chat) => chat.workspace);
  return (
    <nav className="py-chats" aria-label={t('chats.label')}>
      {error && <Problem what={t('chats.loadFailed')} why={error} />}
      {[...groups].map(([workspace, chats]) => (
        <section key={workspace}>
          <h2 translate="no">{workspace}</h2>
          <ul>
            {chats.map((chat) => {
              const Icon = channelIcon(chat.channel);
              return (
                <li key={chat.id}>
                  <UnstyledButton
                    className="py-chat"
                    aria-current={chat.id === chatId ? 'page' : undefined}
                    onClick={() => onOpen(chat.id)}
                  >
                    <span className="py-chat__top">
                      <Icon size={15} aria-hidden />
                      <span className="py-chat__name" dir="auto" translate="no">
                        {chat.name}
                      </span>
                      {chat.lastAt !== null && <time dateTime={new Date(chat.lastAt).toISOString()}>{shortWhen(chat.lastAt, now)}</time>}
                    </span>
                    <span className="py-chat__bottom">
                      <span className="py-chat__last" dir="auto">
                        {chat.draft && `${t('chat.draft')} `}
                        <span translate="no">{chat.draft || plainText(chat.lastText)}</span>
                      </span>
                      <State state={chat.state} />
                    </span>
                  </UnstyledButton>
                </li>
              );
            })}
          </ul>
        </section>
      ))}
    </nav>
  );
};
