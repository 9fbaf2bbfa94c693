import { Button, Loader } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import type { ActivityTurn } from '#contract/ui/domains/activity.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { NotLoaded } from '../../ui/not-loaded.tsx';
import { dayName } from '../../ui/time.ts';
import { filterOf, useActivityFeed } from './activity-feed.ts';
import { ActivityFilters, noChoice } from './activity-filters.tsx';
import { ActivityTurnLine, type ActivityTurnProps } from './activity-turn.tsx';
import { countedPieces } from './counted-pieces.ts';
import { ExportMenu } from './export-menu.tsx';
import './activity.css';

const typingMs = 250;

const byDay = (turns: readonly ActivityTurn[], now: number): readonly (readonly [string, readonly ActivityTurn[]])[] => [
  ...Map.groupBy(turns, ({ startedAt }) => dayName(startedAt, now)),
];

/** Everything the assistant did, over all chats, newest first. */
export const ActivityPage = ({ tabs, ...line }: { tabs: ReactNode } & Omit<ActivityTurnProps, 'turn'>) => {
  const { client } = useHost();
  const [choice, setChoice] = useState(noChoice);
  const [settled] = useDebouncedValue(choice, typingMs);
  const filter = useMemo(() => filterOf(settled), [settled]);
  const feed = useActivityFeed(filter);
  const pieces = useCallback(
    async (format: 'json' | 'csv') => countedPieces(await client.activity.export({ filter, format }), ({ turns }) => turns),
    [client, filter],
  );
  const isFiltered = settled !== noChoice;
  return (
    <div className="py-scroll">
      <div className="py-page py-activity">
        <header className="py-activity__head">
          <div>
            <h1>{t('activity.title')}</h1>
            <p className="py-dim">{t('activity.intro')}</p>
          </div>
          <ExportMenu pieces={pieces} name="pynchy-activity" />
        </header>
        {tabs}
        <ActivityFilters choice={choice} onChange={setChoice} />
        {feed.error && <NotLoaded what={t('activity.loadFailed')} why={feed.error} onAgain={feed.refresh} />}
        {feed.turns === null ? (
          !feed.error && (
            <p className="py-activity__loading">
              <Loader size="xs" color="gray" aria-hidden /> {t('activity.loading')}
            </p>
          )
        ) : feed.turns.length === 0 ? (
          <div className="py-activity__empty">
            <strong>{isFiltered ? t('activity.noHit') : t('activity.empty')}</strong>
            {isFiltered ? (
              <Button size="xs" variant="default" onClick={() => setChoice(noChoice)}>
                {t('activity.clear')}
              </Button>
            ) : (
              <p className="py-dim">{t('activity.emptyNext')}</p>
            )}
          </div>
        ) : (
          byDay(feed.turns, Date.now()).map(([day, turns]) => (
            <section key={day} aria-label={day}>
              <h2>{day}</h2>
              <ul className="py-card py-activity__list">
                {turns.map((turn) => (
                  <ActivityTurnLine key={turn.id} turn={turn} {...line} />
                ))}
              </ul>
            </section>
          ))
        )}
        {feed.hasMore && (
          <Button variant="default" loading={feed.isLoadingMore} onClick={() => void feed.loadMore()}>
            {t('activity.more')}
          </Button>
        )}
      </div>
    </div>
  );
};
