import { Button, Loader } from '@mantine/core';
import { IconBolt, IconPlugConnectedX } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import type { AccountView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useProviderState } from '../../rpc/provider-state.ts';
import { useAction } from '../../rpc/use-action.ts';
import { compactCount } from '../../ui/time.ts';
import { ChangeValue } from './change-value.tsx';
import { ModelNames } from './model-names.tsx';
import { RemoveAccount } from './remove-account.tsx';
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
  const isOff = useProviderState(account.provider) === 'off';
  const test = useAction(
    useCallback(async () => {
      setResult(null);
      setResult(await client.accounts.test({ name }));
    }, [client, name]),
  );
  const { run: runTest } = test;
  // What was changed is tried at once, as a new account is.
  const saved = (): void => {
    resources.accounts.refresh();
    void runTest();
  };
  const saveKey = async (key: string): Promise<void> => {
    await client.accounts.setKey({ name, key });
    saved();
  };
  const saveUrl = async (baseUrl: string): Promise<void> => {
    await client.accounts.setBaseUrl({ name, baseUrl });
    saved();
  };
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
      {isOff && (
        <p className="py-outcome py-outcome--warn">
          <IconPlugConnectedX size={17} aria-hidden /> {t('accounts.pluginOff')}
        </p>
      )}
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
        {!account.noAi && (
          <>
            <ChangeValue button={t('accounts.changeKey')} label={t('accounts.newKey')} initial="" isSecret save={saveKey} />
            <ChangeValue
              button={t('accounts.changeUrl')}
              label={t('accounts.newUrl')}
              initial={account.baseUrl}
              isSecret={false}
              save={saveUrl}
            />
          </>
        )}
        <RemoveAccount name={name} />
      </div>
      {result && <TestOutcome result={result} />}
      {test.error && <TestOutcome result={{ ok: false, text: test.error }} />}
    </article>
  );
};
