import { Button, Loader } from '@mantine/core';
import { IconBolt, IconTrash } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import type { AccountView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { compactCount } from '../../ui/time.ts';
import { ChangeKey } from './change-key.tsx';
import { ModelNames } from './model-names.tsx';
import { TestOutcome, type TestResult } from './test-outcome.tsx';

const usageText = ({ usedTokensThisMonth: used, budgetTokens }: AccountView): string =>
  budgetTokens === null
    ? t('accounts.used', { used: compactCount(used) })
    : t('accounts.usedOf', { used: compactCount(used), budget: compactCount(budgetTokens) });

/** One account: what it is, what it used, and whether it answers. */
export const AccountCard = ({ account, testNow }: { account: AccountView; testNow: boolean }) => {
  const { client, resources } = useHost();
  const { name } = account;
  const [result, setResult] = useState<TestResult | null>(null);
  const [confirming, setConfirming] = useState(false);
  const test = useAction(
    useCallback(async () => {
      setResult(null);
      setResult(await client.accounts.test({ name }));
    }, [client, name]),
  );
  const remove = useAction(
    useCallback(async () => {
      await client.accounts.remove({ name });
      resources.accounts.refresh();
    }, [client, name, resources]),
  );
  const { run: runTest } = test;
  useEffect(() => {
    if (testNow) void runTest();
  }, [testNow, runTest]);
  const share = account.budgetTokens ? Math.min(100, (100 * account.usedTokensThisMonth) / account.budgetTokens) : null;
  return (
    <article className="py-card py-account" aria-label={account.name}>
      <header className="py-account__head">
        <h2 className="py-break" translate="no">
          {account.name}
        </h2>
        {account.noAi && <span className="py-chip">{t('practice.noAi')}</span>}
        <span className="py-chip" translate="no">
          {account.realm}
        </span>
      </header>
      <p className="py-account__where py-break" translate="no">
        {account.provider}
        {account.baseUrl && ` · ${account.baseUrl}`}
      </p>
      <p className="py-dim">
        {usageText(account)}
        {!account.noAi && ` · ${account.hasKey ? t('accounts.keySaved') : t('accounts.noKey')}`}
      </p>
      {share !== null && (
        <div className="py-meter" aria-hidden>
          <i style={{ width: `${share}%` }} />
        </div>
      )}
      <div className="py-account__actions">
        <Button
          size="xs"
          variant="default"
          leftSection={test.busy ? <Loader size={12} /> : <IconBolt size={14} />}
          disabled={test.busy}
          onClick={() => void runTest()}
        >
          {t('accounts.test')}
        </Button>
        <ModelNames name={name} />
        {!account.noAi && <ChangeKey name={name} onSaved={() => void runTest()} />}
        {confirming ? (
          <>
            <Button size="xs" color="red" loading={remove.busy} onClick={() => void remove.run()}>
              {t('accounts.removeSure', { name })}
            </Button>
            <Button size="xs" variant="default" onClick={() => setConfirming(false)}>
              {t('action.cancel')}
            </Button>
          </>
        ) : (
          <Button size="xs" variant="subtle" color="gray" leftSection={<IconTrash size={14} />} onClick={() => setConfirming(true)}>
            {t('accounts.remove')}
          </Button>
        )}
      </div>
      {result && <TestOutcome result={result} />}
      {(test.error ?? remove.error) && <TestOutcome result={{ ok: false, text: test.error ?? remove.error ?? '' }} />}
    </article>
  );
};
