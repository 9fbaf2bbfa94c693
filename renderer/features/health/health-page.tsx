import { Button, Loader } from '@mantine/core';
import { IconCircleCheck, IconStethoscope } from '@tabler/icons-react';
import { type ReactNode, useCallback, useEffect } from 'react';
import type { HealthAction, HealthRow } from '#contract/model/health.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import { useAction } from '../../rpc/use-action.ts';
import { NotLoaded } from '../../ui/not-loaded.tsx';
import { Problem } from '../../ui/problem.tsx';
import { useNow } from '../../ui/use-now.ts';
import { countState, grouped, inNeed } from './health-groups.ts';
import { HealthLine } from './health-line.tsx';
import './health.css';

// What makes no event (free space, memory) is looked at while somebody looks.
const lookMs = 10_000;

const Summary = ({ rows }: { rows: readonly HealthRow[] }) => {
  const failing = countState(rows, 'failing');
  const attention = countState(rows, 'attention');
  if (failing + attention === 0)
    return (
      <p className="py-health__summary py-health__summary--ok" role="status">
        <IconCircleCheck size={18} aria-hidden /> {t('health.allWell')}
      </p>
    );
  return (
    <p className="py-health__summary" role="status">
      {failing > 0 && <strong className="py-health__bad">{t('health.failing', { n: failing })}</strong>}{' '}
      {attention > 0 && <span>{t('health.attention', { n: attention })}</span>}
    </p>
  );
};

/** How everything stands: a row for each thing, with its reason and its button. `tabs` leads to the log. */
export const HealthPage = ({ tabs, onOpen }: { tabs: ReactNode; onOpen: (action: HealthAction) => void }) => {
  const { client, resources } = useHost();
  const health = useResource(resources.health);
  const now = useNow(1_000);
  useEffect(() => {
    resources.health.refresh();
    const timer = setInterval(() => document.visibilityState === 'visible' && resources.health.refresh(), lookMs);
    return () => clearInterval(timer);
  }, [resources]);
  const check = useAction(
    useCallback(async () => {
      const rows = await client.health.check();
      resources.health.set(() => rows);
    }, [client, resources]),
  );
  return (
    <div className="py-scroll">
      <div className="py-page py-health">
        <header className="py-health__head">
          <div>
            <h1>{t('health.title')}</h1>
            <p className="py-dim">{t('health.intro')}</p>
          </div>
          <Button
            variant="default"
            leftSection={<IconStethoscope size={16} />}
            loading={check.busy}
            title={t('health.checkNote')}
            onClick={() => void check.run()}
          >
            {t('health.check')}
          </Button>
        </header>
        {tabs}
        {health.error && <NotLoaded what={t('health.loadFailed')} why={health.error} onAgain={resources.health.refresh} />}
        {check.error && <Problem what={t('health.fixFailed')} why={check.error} times={check.times} details={check.details} />}
        {health.value === null ? (
          !health.error && (
            <p className="py-health__loading">
              <Loader size="xs" color="gray" aria-hidden /> {t('health.loading')}
            </p>
          )
        ) : (
          <>
            <Summary rows={health.value} />
            {inNeed(health.value).length > 0 && (
              <section aria-label={t('health.inNeed')}>
                <ul className="py-card py-health__rows">
                  {inNeed(health.value).map((row) => (
                    <HealthLine key={row.id} row={row} now={now} onOpen={onOpen} />
                  ))}
                </ul>
              </section>
            )}
            {grouped(health.value.filter(({ state }) => state === 'ok')).map(({ group, rows }) => (
              <section key={group} aria-labelledby={`health-${group}`}>
                <h2 id={`health-${group}`}>{t(`health.group.${group}`)}</h2>
                <ul className="py-card py-health__rows">
                  {rows.map((row) => (
                    <HealthLine key={row.id} row={row} now={now} onOpen={onOpen} />
                  ))}
                </ul>
              </section>
            ))}
          </>
        )}
      </div>
    </div>
  );
};
