import { Button } from '@mantine/core';
import { useCallback } from 'react';
import type { HealthRow } from '#contract/model/health.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { reasonParts } from '../../ui/reason-text.ts';
import { countdown } from '../../ui/time.ts';
import { useNow } from '../../ui/use-now.ts';
import type { Trouble } from './trouble.ts';

/** When it is tried again by itself; apart from the words, which would be read out again every second. */
const NextTry = ({ at }: { at: number }) => {
  const now = useNow(1_000);
  return <time className="py-composer__next">{t('down.next', { time: countdown(at - now) })}</time>;
};

const Check = ({ row }: { row: HealthRow }) => {
  const { client, resources } = useHost();
  const target = row.action?.target ?? '';
  const check = useAction(
    useCallback(async () => {
      const rows = await client.health.fix({ kind: 'test-account', target });
      resources.health.set(() => rows);
    }, [client, resources, target]),
  );
  return (
    <>
      <Button size="compact-xs" variant="default" loading={check.busy} onClick={() => void check.run()}>
        {t('down.check')}
      </Button>
      {check.error && <span role="alert">{check.error}</span>}
    </>
  );
};

/** The account that is asked first did not answer the last time: why, and what becomes of the next message. */
export const AccountDown = ({ trouble: { row, fate, account, other, workspaceId } }: { trouble: Trouble }) => {
  const why = reasonParts(row.reason).what ?? '';
  return (
    <div className="py-composer__warning py-composer__down">
      <p role="status">
        {t('down.why', { account, why })} <strong>{t(`down.${fate}`, { account, other: other ?? '' })}</strong>
      </p>
      {fate === 'waits' && row.nextAt !== null && <NextTry at={row.nextAt} />}
      {row.action?.kind === 'test-account' && <Check row={row} />}
      {fate === 'other' ? <a href={`#/workspaces/${workspaceId}`}>{t('down.order')}</a> : <a href="#/accounts">{t('down.open')}</a>}
    </div>
  );
};
