import { IconAlertCircle, IconHandStop } from '@tabler/icons-react';
import type { ChatView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';

const mostShown = 99;

/** What a chat wants from its reader: an answer, a look, patience, or nothing. */
export const ChatState = ({ state, unread }: Pick<ChatView, 'state' | 'unread'>) => (
  <>
    {state === 'working' && (
      <span className="py-chat__state py-chat__state--working">
        <i aria-hidden /> {t('chat.working')}
      </span>
    )}
    {state === 'waiting' && (
      <span className="py-chat__state py-chat__state--waiting">
        <IconHandStop size={13} aria-hidden /> {t('chat.waiting')}
      </span>
    )}
    {state === 'failed' && (
      <span className="py-chat__state py-chat__state--failed">
        <IconAlertCircle size={13} aria-hidden /> {t('chat.failed')}
      </span>
    )}
    {unread > 0 && (
      <span className="py-chat__unread">
        <span aria-hidden>{unread > mostShown ? `${mostShown}+` : unread}</span>
        <span className="py-hidden">{t('chat.unread', { n: unread })}</span>
      </span>
    )}
  </>
);
