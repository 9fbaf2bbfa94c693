import { Autocomplete, NativeSelect } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import type { DeputyTrial as Tried } from '#contract/ui/domains/deputy.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import { useAction } from '../../rpc/use-action.ts';
import { useFresh } from '../../rpc/use-fresh.ts';
import { useModelIds } from '../../rpc/use-model-ids.ts';
import { NotLoaded } from '../../ui/not-loaded.tsx';
import { Problem } from '../../ui/problem.tsx';
import { reasonParts } from '../../ui/reason-text.ts';
import { DeputyTrial } from './deputy-trial.tsx';
import { SettingRow } from './setting-row.tsx';

const topics = ['settings', 'account', 'workspace', 'plugin', 'host'] as const;
const judged = ['text', 'out', 'shell'] as const;

interface ModelFieldProps {
  readonly account: string;
  readonly model: string | null;
  readonly onChange: (model: string | null) => void;
}

/** Saved when it is left: half a name is no model. */
const ModelField = ({ account, model, onChange }: ModelFieldProps) => {
  const [typed, setTyped] = useState(model ?? '');
  useEffect(() => setTyped(model ?? ''), [model]);
  const save = (value: string): void => {
    const next = value.trim() || null;
    if (next !== model) onChange(next);
  };
  return (
    <Autocomplete
      aria-label={t('deputy.model')}
      placeholder={t('deputy.modelOwn')}
      data={[...useModelIds(account)]}
      value={typed}
      onChange={setTyped}
      onOptionSubmit={save}
      onBlur={() => save(typed)}
      comboboxProps={{ keepMounted: false }}
    />
  );
};

/** A small model that judges what comes in and what goes out. It can only have more asked, never less. */
export const DeputySection = () => {
  const { client, resources } = useHost();
  const accounts = (useResource(resources.accounts).value ?? []).filter(({ noAi }) => !noAi);
  const deputy = useFresh(
    useCallback(() => client.deputy.get(), [client]),
    topics,
  );
  const { set } = deputy;
  const [tried, setTried] = useState<Tried | null>(null);
  const test = useAction(
    useCallback(async () => {
      setTried(null);
      setTried(await client.deputy.test());
    }, [client]),
  );
  const { run: runTest } = test;
  const save = useAction(
    useCallback(
      async (accountId: string | null, model: string | null) => {
        setTried(null);
        const next = await client.deputy.set({ accountId, model });
        set(() => next);
        // One that cannot judge may be chosen, and is told of at once.
        if (next.accountId !== null && next.problem === null) void runTest();
      },
      [client, set, runTest],
    ),
  );
  const { value } = deputy;
  const account = accounts.find(({ id }) => id === value?.accountId);
  const problem = value?.problem ? reasonParts(value.problem) : null;
  const isGone = value !== null && value.accountId !== null && !account;
  return (
    <>
      <p className="py-dim">{t('deputy.why')}</p>
      <ul className="py-dim py-settings__list">
        {judged.map((what) => (
          <li key={what}>{t(`deputy.judges.${what}`)}</li>
        ))}
      </ul>
      {deputy.error && <NotLoaded what={t('deputy.loadFailed')} why={deputy.error} onAgain={deputy.refresh} />}
      {save.error && <Problem what={t('settings.saveFailed')} why={save.error} />}
      {value && (
        <>
          <SettingRow label={t('deputy.who')} why={t('deputy.whoWhy')}>
            {({ label, why }) => (
              <NativeSelect
                aria-labelledby={label}
                aria-describedby={why}
                disabled={save.busy}
                value={value.accountId ?? ''}
                onChange={(event) => void save.run(event.currentTarget.value || null, null)}
              >
                <option value="">{t('deputy.off')}</option>
                {isGone && <option value={value.accountId ?? ''}>{t('deputy.gone')}</option>}
                {accounts.map(({ id, name }) => (
                  <option key={id} value={id} translate="no">
                    {name}
                  </option>
                ))}
              </NativeSelect>
            )}
          </SettingRow>
          {accounts.length === 0 && <p className="py-dim">{t('deputy.noAccounts')}</p>}
          {value.accountId !== null && !isGone && (
            <SettingRow label={t('deputy.model')} why={t('deputy.modelWhy')}>
              <ModelField account={account?.name ?? ''} model={value.model} onChange={(model) => void save.run(value.accountId, model)} />
            </SettingRow>
          )}
          {value.accountId !== null && !isGone && !problem && (
            <DeputyTrial tried={tried} error={test.error} busy={test.busy} onTest={() => void runTest()} />
          )}
          <div className="py-settings__notes">
            {problem && <Problem tone="warn" what={t('deputy.problem')} why={`${problem.what} ${problem.why ?? ''}`} next={problem.next} />}
            {value.notIn.length > 0 && <p className="py-dim">{t('deputy.notIn', { names: value.notIn.join(', ') })}</p>}
            <p className="py-dim">{t('deputy.notSeen')}</p>
            <p className="py-dim">{t('deputy.limits')}</p>
          </div>
        </>
      )}
    </>
  );
};
