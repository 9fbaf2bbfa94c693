import { Button, Loader } from '@mantine/core';
import { IconBolt, IconPlugConnectedX } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import type { AccountView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useProviderState } from '../../rpc/provider-state.ts';
import { useResource } from '../../rpc/resource.ts';
import { useAction } from '../../rpc/use-action.ts';
import { Outcome, type Result } from '../../ui/outcome.tsx';
import { AccountColor } from './account-color.tsx';
import { ChangeLimit } from './change-limit.tsx';
import { ChangeValue } from './change-value.tsx';
import { ModelNames } from './model-names.tsx';
import { RemoveAccount } from './remove-account.tsx';
import { RotateKey } from './rotate-key.tsx';
import { UsageBar } from './usage-bar.tsx';

/** One account: what it is, what it used, and whether it answers. */
export const AccountCard = ({ account, testNow }: { account: AccountView; testNow: boolean }) => {
  const { client, resources } = useHost();
  const { name } = account;
  const [result, setResult] = useState<Result | null>(null);
  const workspaces = useResource(resources.workspaces).value ?? [];
  // With one workspace there is nothing to choose.
  const home = workspaces.length === 1 ? `#/workspaces/${workspaces[0]?.id}` : '#/workspaces';
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
  const saveUrl = async (baseUrl: string): Promise<void> => {
    await client.accounts.setBaseUrl({ name, baseUrl });
    saved();
  };
  useEffect(() => {
    if (testNow) void runTest();
  }, [testNow, runTest]);
  return (
    <article className="py-card py-account" aria-label={account.name}>
      <header className="py-account__head">
        <AccountColor account={account} />
        <h2 className="py-break" translate="no">
          {account.name}
        </h2>
        {account.noAi && <span className="py-chip">{t('practice.noAi')}</span>}
        <span className="py-chip" translate="no">
          {account.realm}
        </span>
      </header>
      <p className="py-account__where py-dim py-break">
        <span translate="no">{[account.provider, account.baseUrl].filter(Boolean).join(' · ')}</span>
        {!account.noAi && ` · ${account.hasKey ? t('accounts.keySaved') : t('accounts.noKey')}`}
        {` · ${account.usedBy.length > 0 ? t('accounts.usedBy', { names: account.usedBy.join(', ') }) : t('accounts.usedByNone')}`}
        {account.usedBy.length === 0 && (
          <>
            {' · '}
            <a href={home}>{t('accounts.useIt')}</a>
          </>
        )}
      </p>
      <UsageBar account={account} />
      {isOff && (
        <p className="py-outcome py-outcome--warn">
          <IconPlugConnectedX size={17} aria-hidden /> {t('accounts.pluginOff')}
        </p>
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
            <RotateKey name={name} hasKey={account.hasKey} onSaved={saved} />
            <ChangeValue button={t('accounts.changeUrl')} label={t('accounts.newUrl')} initial={account.baseUrl} save={saveUrl} />
          </>
        )}
        <ChangeLimit account={account} onSaved={resources.accounts.refresh} />
        <RemoveAccount name={name} usedBy={account.usedBy} />
      </div>
      {result && <Outcome result={result} />}
      {test.error && <Outcome result={{ ok: false, text: test.error }} />}
    </article>
  );
};
