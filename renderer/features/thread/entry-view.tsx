import { memo, type ReactNode } from 'react';
import type { AskView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { dayName } from '../../ui/time.ts';
import { Message } from './message.tsx';
import type { Entry } from './scrolling/timeline.ts';
import { Fold } from './steps/fold.tsx';
import { Turn } from './turn.tsx';

export interface EntryProps {
  readonly entry: Entry;
  readonly chatId: string;
  readonly renderAsk: (ask: AskView) => ReactNode;
  /** See TurnProps. */
  readonly askAgainWith: string | null;
  /** The reader was led here. */
  readonly isHit: boolean;
}

const Inner = ({ entry, chatId, renderAsk, askAgainWith }: EntryProps) => {
  switch (entry.type) {
    case 'day':
      return <div className="py-thread__day">{dayName(entry.at, Date.now())}</div>;
    case 'new':
      return (
        <div className="py-thread__day py-thread__day--new" role="note">
          {t('thread.new')}
        </div>
      );
    case 'fold':
      return <Fold chatId={chatId} fold={entry.fold} renderAsk={renderAsk} />;
    case 'message':
      return <Message message={entry.message} live={entry.live} isToldByTurn={entry.isToldByTurn} />;
    case 'turn':
      return <Turn turn={entry.turn} said={entry.said} asks={entry.asks} renderAsk={renderAsk} askAgainWith={askAgainWith} />;
    default:
      return entry satisfies never;
  }
};

// Entries are made anew with every piece of text; what is in most of them is not.
const sameEntry = (a: Entry, b: Entry): boolean => {
  if (a.type === 'message' && b.type === 'message')
    return a.message === b.message && a.live === b.live && a.isToldByTurn === b.isToldByTurn;
  if (a.type === 'turn' && b.type === 'turn') return a.turn === b.turn && sameItems(a.asks, b.asks) && sameItems(a.said, b.said);
  if (a.type === 'fold' && b.type === 'fold') return a.fold === b.fold;
  return a.type === b.type && a.key === b.key;
};
const sameItems = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((item, index) => item === b[index]);

/** One entry of the thread with the room below it. */
export const EntryView = memo(
  (props: EntryProps) => (
    <div
      className={`py-entry${props.isHit ? ' py-entry--hit' : ''}`}
      data-entry={props.entry.key}
      data-seq={props.entry.type === 'message' ? props.entry.message.seq : undefined}
    >
      <Inner {...props} />
    </div>
  ),
  (a, b) =>
    a.renderAsk === b.renderAsk &&
    a.askAgainWith === b.askAgainWith &&
    a.isHit === b.isHit &&
    a.chatId === b.chatId &&
    sameEntry(a.entry, b.entry),
);
EntryView.displayName = 'EntryView';
