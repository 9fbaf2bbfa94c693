import { IconCalendarEvent, IconEraser } from '@tabler/icons-react';
import { memo, useCallback, useRef } from 'react';
import type { MessageView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { Attachments } from '../../ui/attachment.tsx';
import { LongText } from '../../ui/long-text.tsx';
import { Markdown } from '../../ui/markdown.tsx';
import { NoticeLine } from '../../ui/notice-line.tsx';
import { reasonText } from '../../ui/reason-text.ts';
import { timeOfDay } from '../../ui/time.ts';
import { ActionsBar, useActions } from './actions-bar.tsx';
import { EditMessage } from './edit-message.tsx';
import { Fate } from './fate.tsx';
import { Reactions, Versions } from './marks.tsx';
import { messageDetails } from './message-details.ts';
import { MissingFiles } from './missing-files.tsx';
import { useKept } from './scrolling/use-kept.ts';
import { type LiveOutput, shellLine } from './steps/command-output.ts';
import { Details } from './steps/details.tsx';
import { Terminal } from './steps/terminal.tsx';

export interface MessageProps {
  readonly message: MessageView;
  readonly live: LiveOutput | null;
  readonly isToldByTurn: boolean;
}

const labelOf = (message: MessageView, author: string): string =>
  t('message.label', { author: message.author ?? author, time: timeOfDay(message.sentAt) });

const Bubble = ({ message, isToldByTurn }: { message: MessageView; isToldByTurn: boolean }) => {
  const acts = useActions();
  const article = useRef<HTMLElement>(null);
  const [isEditing, setEditing] = useKept(`edit-${message.id}`, false);
  const closeEdit = useCallback(() => {
    setEditing(false);
    article.current?.focus({ preventScroll: true });
  }, [setEditing]);
  return (
    <article
      ref={article}
      className={message.isOther ? 'py-message py-message--other' : 'py-message'}
      aria-label={labelOf(message, t('message.you'))}
      {...acts.handlers}
    >
      {message.isOther && (
        <strong className="py-message__author" translate="no" dir="auto">
          {message.author || t('message.unknownAuthor')}
        </strong>
      )}
      {message.isDeleted && <p className="py-message__deleted">{t('message.deleted')}</p>}
      <Attachments files={message.attachments} />
      <MissingFiles message={message} />
      {isEditing ? (
        <EditMessage message={message} onClose={closeEdit} />
      ) : (
        message.text !== '' && (
          <LongText text={message.text}>
            {(text) => (
              <div className="py-message__bubble" dir="auto" translate="no">
                {text}
              </div>
            )}
          </LongText>
        )
      )}
      <div className="py-message__foot">
        <time dateTime={new Date(message.sentAt).toISOString()}>{timeOfDay(message.sentAt)}</time>
        {message.versions && <Versions versions={message.versions} />}
        <Fate message={message} isToldByTurn={isToldByTurn} />
      </div>
      {message.reactions && <Reactions reactions={message.reactions} />}
      {acts.isNear && !isEditing && (
        <ActionsBar
          text={message.text}
          onEdit={message.origin === 'human' && !message.isOther && !message.isDeleted ? () => setEditing(true) : undefined}
          onDetails={() => acts.setDetailed(true)}
        />
      )}
      {acts.isDetailed && <Details lines={messageDetails(message)} onClose={() => acts.setDetailed(false)} />}
    </article>
  );
};

const Posted = ({ message }: { message: MessageView }) => {
  const acts = useActions();
  return (
    <article className="py-agent" aria-label={labelOf(message, t('agent.name'))} {...acts.handlers}>
      {message.text !== '' && (
        <LongText text={message.text}>{(text) => <Markdown text={text} streaming={text !== message.text} />}</LongText>
      )}
      <Attachments files={message.attachments} />
      <div className="py-agent__foot">
        <time dateTime={new Date(message.sentAt).toISOString()}>{timeOfDay(message.sentAt)}</time>
        <Fate message={message} isToldByTurn={false} />
      </div>
      {acts.isNear && <ActionsBar text={message.text} onDetails={() => acts.setDetailed(true)} />}
      {acts.isDetailed && <Details lines={messageDetails(message)} onClose={() => acts.setDetailed(false)} />}
    </article>
  );
};

const Notice = ({ message }: { message: MessageView }) =>
  message.reason?.code === 'session-reset' ? (
    <div className="py-thread__divider" role="note">
      <IconEraser size={15} aria-hidden />
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
      return line === null ? (
        <Bubble message={message} isToldByTurn={false} />
      ) : (
        <>
          <Attachments files={message.attachments} />
          <Terminal message={message} line={line} live={live} />
        </>
      );
    }
    case 'task':
      return (
        <NoticeLine icon={<IconCalendarEvent size={15} />}>
          {t('message.task')} <LongText text={message.text}>{(text) => <span translate="no">{text}</span>}</LongText>
        </NoticeLine>
      );
    case 'agent':
      return <Posted message={message} />;
    case 'human':
      return <Bubble message={message} isToldByTurn={isToldByTurn} />;
    default:
      return message.origin satisfies never;
  }
});
Message.displayName = 'Message';
