import { IconAlertTriangle, IconCalendarEvent, IconClock } from '@tabler/icons-react';
import { memo } from 'react';
import type { MessageView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { Markdown } from '../../ui/markdown.tsx';
import { NoticeLine } from '../../ui/notice-line.tsx';
import { reasonText } from '../../ui/reason-text.ts';
import { timeOfDay } from '../../ui/time.ts';
import { Terminal } from './terminal.tsx';

const isShellLine = (text: string): boolean => /^!\s*\S/.test(text);

const Fate = ({ message }: { message: MessageView }) => {
  if (message.state === 'failed' || message.delivery === 'failed')
    return (
      <span className="py-message__fate py-message__fate--bad">
        <IconAlertTriangle size={13} aria-hidden /> {message.reason ? reasonText(message.reason) : t('message.failed')}
      </span>
    );
  if (message.delivery === 'unknown') return <span className="py-message__fate">{t('message.deliveryUnknown')}</span>;
  if (message.state === 'queued' || message.state === 'received')
    return (
      <span className="py-message__fate">
        <IconClock size={13} aria-hidden /> {t('message.queued')}
      </span>
    );
  return null;
};

const Bubble = ({ message }: { message: MessageView }) => {
  const author = message.author ?? t('message.you');
  return (
    <article className="py-message" aria-label={t('message.label', { author, time: timeOfDay(message.sentAt) })}>
      <div className={`py-message__bubble${isShellLine(message.text) ? ' py-message__bubble--shell' : ''}`} dir="auto" translate="no">
        {message.text}
      </div>
      <div className="py-message__foot">
        <Fate message={message} />
        <time dateTime={new Date(message.sentAt).toISOString()}>{timeOfDay(message.sentAt)}</time>
      </div>
    </article>
  );
};

/** A message that is not part of a turn: a person's, a command's result, a note of the harness, or a message of the agent. */
export const Message = memo(({ message }: { message: MessageView }) => {
  if (message.command) return <Terminal command={message.command} at={message.sentAt} />;
  switch (message.origin) {
    case 'harness':
    case 'command':
      return (
        <NoticeLine>
          <span translate="no">{message.text || (message.reason ? reasonText(message.reason) : '')}</span>
        </NoticeLine>
      );
    case 'task':
      return (
        <NoticeLine icon={<IconCalendarEvent size={15} />}>
          {t('message.task')} <span translate="no">{message.text}</span>
        </NoticeLine>
      );
    case 'agent':
      return (
        <article
          className="py-agent"
          aria-label={t('message.label', { author: message.author ?? t('agent.name'), time: timeOfDay(message.sentAt) })}
        >
          <Markdown text={message.text} />
        </article>
      );
    case 'human':
      return <Bubble message={message} />;
    default:
      return message.origin satisfies never;
  }
});
Message.displayName = 'Message';
