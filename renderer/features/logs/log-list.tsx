import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { VList, type VListHandle } from 'virtua';
import { t } from '../../locales/translate.ts';
import type { LogFeed, NumberedLine } from './log-feed.ts';
import { lineData, lineDay, lineTime } from './log-text.ts';

const nearEnd = 40;
const nearTop = 200;

export interface LogListProps {
  readonly feed: LogFeed;
  readonly onTurn: (turnId: string) => void;
}

const Line = ({ line, onTurn }: { line: NumberedLine; onTurn: (turnId: string) => void }) => {
  const [isOpen, setOpen] = useState(false);
  const data = lineData(line);
  const { turnId } = line.data;
  return (
    <div className={`py-log py-log--${line.level}`}>
      <button type="button" className="py-log__line" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <time dateTime={new Date(line.at).toISOString()} title={lineDay(line.at)}>
          {lineTime(line.at)}
        </time>
        <span className="py-log__level">{t(`logs.word.${line.level}`)}</span>
        <span className="py-log__scope" translate="no">
          {line.scope}
        </span>
        <span className="py-log__text" translate="no">
          {line.text} <span className="py-log__data">{data}</span>
        </span>
      </button>
      {isOpen && (
        <div className="py-log__whole">
          <pre dir="ltr" translate="no">
            {JSON.stringify({ at: new Date(line.at).toISOString(), text: line.text, ...line.data }, null, 2)}
          </pre>
          {typeof turnId === 'string' && (
            <Button size="compact-xs" variant="default" onClick={() => onTurn(turnId)}>
              {t('logs.showTurn')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
};

/** Lines, newest at the bottom. A reader at the bottom stays there; one who scrolled up is not moved. */
export const LogList = ({ feed, onTurn }: LogListProps) => {
  const list = useRef<VListHandle>(null);
  const atEnd = useRef(true);
  const [first, setFirst] = useState<number | null>(null);
  const { lines, hasOlder, isLoadingOlder } = feed;
  // Earlier lines come in above: the place that is read stays where it is.
  const isPrepending = first !== null && (lines[0]?.key ?? first) < first;
  useEffect(() => {
    setFirst(lines[0]?.key ?? null);
    if (atEnd.current && lines.length > 0) list.current?.scrollToIndex(lines.length, { align: 'end' });
  }, [lines]);
  const onScroll = (offset: number): void => {
    const handle = list.current;
    if (!handle) return;
    atEnd.current = offset - handle.scrollSize + handle.viewportSize > -nearEnd;
    if (offset < nearTop && hasOlder && !isLoadingOlder && !atEnd.current) feed.loadOlder();
  };
  return (
    <VList
      ref={list}
      className="py-logs__list"
      role="log"
      aria-live="off"
      aria-label={t('logs.lines')}
      tabIndex={0}
      shift={isPrepending}
      onScroll={onScroll}
    >
      <div className="py-logs__top">
        {isLoadingOlder ? (
          t('logs.loadingOlder')
        ) : hasOlder ? (
          <Button size="compact-sm" variant="subtle" color="gray" onClick={feed.loadOlder}>
            {t('logs.older')}
          </Button>
        ) : (
          t('logs.start')
        )}
      </div>
      {lines.map((line) => (
        <Line key={line.key} line={line} onTurn={onTurn} />
      ))}
    </VList>
  );
};
