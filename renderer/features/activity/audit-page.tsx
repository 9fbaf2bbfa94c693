import { Button, Loader } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import type { AuditView } from '#contract/ui/domains/audit.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { NotLoaded } from '../../ui/not-loaded.tsx';
import { Problem } from '../../ui/problem.tsx';
import { ScrollBox } from '../../ui/scroll-box.tsx';
import { sameDay, shortWhen, timeOfDay } from '../../ui/time.ts';
import './activity.css';
import { worded } from '../../ui/worded.ts';
import { AuditFilters, auditFilterOf, noAuditChoice } from './audit-filters.tsx';
import { actorText } from './audit-words.ts';
import { countedPieces } from './counted-pieces.ts';
import { ExportMenu } from './export-menu.tsx';
import { useAuditFeed } from './use-audit-feed.ts';

const whenText = (at: number, now: number): string => (sameDay(at, now) ? timeOfDay(at) : `${shortWhen(at, now)} ${timeOfDay(at)}`);

const digits = new Intl.NumberFormat();

const Verify = () => {
  const { client } = useHost();
  const [found, setFound] = useState<{ readonly ok: boolean; readonly rows: number; readonly problems: readonly string[] } | null>(null);
  const verify = useAction(useCallback(async () => setFound(await client.audit.verify()), [client]));
  return (
    <div className="py-audit__verify">
      <Button variant="default" leftSection={<IconShieldCheck size={16} />} loading={verify.busy} onClick={() => void verify.run()}>
        {t('audit.verify')}
      </Button>
      <div role="status">
        {found?.ok && <p className="py-audit__whole">{t('audit.whole', { n: found.rows, rows: digits.format(found.rows) })}</p>}
      </div>
      {found?.ok === false && (
        <Problem what={t('audit.broken')}>
          <ul className="py-audit__problems">
            {found.problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </Problem>
      )}
      {verify.error && <Problem what={t('audit.loadFailed')} why={verify.error} times={verify.times} details={verify.details} />}
    </div>
  );
};

export type ChatPlace = NonNullable<AuditView['chat']>;

const About = ({ row, hrefOf }: { row: AuditView; hrefOf: (chat: ChatPlace) => string }) => (
  <>
    <span className="py-audit__about">{row.about}</span>
    {row.chat && (
      <a className="py-audit__chat" href={hrefOf(row.chat)}>
        {t('audit.inChat', { chat: row.chat.name || t('chats.untitled') })}
      </a>
    )}
  </>
);

/** What was allowed, asked or refused, narrowed down and saved, and a button that proves that no row was changed. */
export const AuditPage = ({ tabs, hrefOf }: { tabs: ReactNode; hrefOf: (chat: ChatPlace) => string }) => {
  const { client } = useHost();
  const [choice, setChoice] = useState(noAuditChoice);
  const filter = useMemo(() => auditFilterOf(choice), [choice]);
  const rows = useAuditFeed(filter);
  const pieces = useCallback(
    async (format: 'json' | 'csv') => countedPieces(await client.audit.export({ filter, format }), ({ rows: written }) => written),
    [client, filter],
  );
  return (
    <div className="py-scroll">
      <div className="py-page py-activity">
        <header className="py-activity__head">
          <div>
            <h1>{t('activity.title')}</h1>
            <p className="py-dim">{t('audit.intro')}</p>
          </div>
          <ExportMenu pieces={pieces} name="pynchy-decisions" jsonEnding="jsonl" />
        </header>
        {tabs}
        <Verify />
        <AuditFilters choice={choice} onChange={setChoice} />
        {rows.error && <NotLoaded what={t('audit.loadFailed')} why={rows.error} onAgain={rows.refresh} />}
        {rows.value === null && !rows.error && <Loader size="xs" color="gray" aria-label={t('activity.loading')} />}
        {rows.value?.length === 0 && (
          <div className="py-activity__empty">
            <strong>{choice === noAuditChoice ? t('audit.empty') : t('activity.noHit')}</strong>
          </div>
        )}
        {rows.value !== null && rows.value.length > 0 && (
          <ScrollBox className="py-card py-audit" label={t('audit.table')}>
            <table>
              <thead>
                <tr>
                  <th scope="col">#</th>
                  <th scope="col">{t('audit.when')}</th>
                  <th scope="col">{t('audit.who')}</th>
                  <th scope="col">{t('audit.what')}</th>
                  <th scope="col">{t('audit.detail')}</th>
                  <th scope="col">{t('audit.rule')}</th>
                  <th scope="col">{t('audit.outcome')}</th>
                </tr>
              </thead>
              <tbody translate="no">
                {rows.value.map((row) => (
                  <tr key={row.seq}>
                    <td>{row.seq}</td>
                    <td title={new Date(row.at).toISOString()}>{whenText(row.at, Date.now())}</td>
                    <td title={row.actor}>{actorText(row)}</td>
                    <td>{worded('decision', row.decision)}</td>
                    <td className="py-audit__what" title={row.detail}>
                      <About row={row} hrefOf={hrefOf} />
                    </td>
                    <td className="py-audit__rule">{row.ruleText ?? worded('rule', row.rule)}</td>
                    <td>{worded('outcome', row.outcome)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollBox>
        )}
        {rows.hasMore && (
          <Button variant="default" loading={rows.isLoadingMore} onClick={() => void rows.loadMore()}>
            {t('activity.more')}
          </Button>
        )}
      </div>
    </div>
  );
};
