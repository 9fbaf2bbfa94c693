import { IconCalendarEvent, IconRefreshDot } from '@tabler/icons-react';
import { memo } from 'react';
import type { MessageView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { LongText } from '../../ui/long-text.tsx';
import { Markdown } from '../../ui/markdown.tsx';
import { NoticeLine } from '../../ui/notice-line.tsx';
import { reasonText } from '../../ui/reason-text.ts';
import { timeOfDay } from '../../ui/time.ts';
import { type LiveOutput, shellLine } from './command-output.ts';
import { Fate } from './fate.tsx';
import { Terminal } from './terminal.tsx';

export interface MessageProps {
  readonly message: MessageView;
  readonly live: LiveOutput | null;
  readonly isToldByTurn: boolean;
}

const labelOf = (message: MessageView, author: string): string =>
  t('message.label', { author: message.author ?? author, time: timeOfDay(message.sentAt) });

const Bubble = ({ message, isToldByTurn }: { message: MessageView; isToldByTurn: boolean }) => (
  <article className="py-message" aria-label={labelOf(message, t('message.you'))}>
    <LongText text={message.text}>
      {(text) => (
        <div className="py-message__bubble" dir="auto" translate="no">
          {text}
        </div>
      )}
    </LongText>
    <div className="py-message__foot">
      <Fate message={message} isToldByTurn={isToldByTurn} />
      <time dateTime={new Date(message.sentAt).toISOString()}>{timeOfDay(message.sentAt)}</time>
    </div>
  </article>
);

const Notice = ({ message }: { message: MessageView }) =>
  message.reason?.code === 'session-reset' ? (
    <div className="py-thread__divider" role="note">
      <IconRefreshDot size={15} aria-hidden />
      <span>{t('reset.done')}</span>
    </div>
  ) : (
    <NoticeLine>
      <LongText text={message.text || (message.reason ? reasonText(message.reason) : '')}>
        {(text) => <span translate="no">{text}</span>}
      </LongText>
    </NoticeLine>
  );

/** A message that is not part of a turn: a person's, a command's result, a note of the harness, or a message of the agent. */
export const Message = memo(({ message, live, isToldByTurn }: MessageProps) => {
  switch (message.origin) {
    case 'harness':
      return <Notice message={message} />;
    case 'command': {
      const line = shellLine(message.text);
      // /stop, approve …: said to Pynchy, not to a shell.
      return line === null ? <Bubble message={message} isToldByTurn={false} /> : <Terminal message={message} line={line} live={live} />;
    }
    case 'task':
      return (
        <NoticeLine icon={<IconCalendarEvent size={15} />}>
          {t('message.task')} <LongText text={message.text}>{(text) => <span translate="no">{text}</span>}</LongText>
        </NoticeLine>
      );
    case 'agent':
      return (
        <article className="py-agent" aria-label={labelOf(message, t('agent.name'))}>
          <LongText text={message.text}>{(text) => <Markdown text={text} streaming={text !== message.text} />}</LongText>
        </article>
      );
    case 'human':
      return <Bubble message={message} isToldByTurn={isToldByTurn} />;
    default:
      return message.origin satisfies never;
  }
});
Message.displayName = 'Message';
