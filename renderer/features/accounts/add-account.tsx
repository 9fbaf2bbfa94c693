import { Button, NativeSelect, PasswordInput } from '@mantine/core';
import { IconBolt } from '@tabler/icons-react';
import { type FormEvent, type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import { plainName } from '#contract/model/names.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import { useAction } from '../../rpc/use-action.ts';
import { freeName, keyOwnerOf } from '../../ui/key-shape.ts';
import { isName, NameField } from '../../ui/name-field.tsx';
import { Outcome } from '../../ui/outcome.tsx';
import { Problem } from '../../ui/problem.tsx';
import { LocalServers } from './local-servers.tsx';
import { MoreFields } from './more-fields.tsx';
import { useTryOut } from './tried-account.ts';
import { useProviders } from './use-providers.ts';

/** A new account: the key says whose it is, it is tried for real, and only what answered is saved (or what is saved on purpose). */
export const AddAccount = ({ onAdded, onCancel }: { onAdded: (name: string) => void; onCancel: () => void }) => {
  const { client, resources } = useHost();
  const taken = (useResource(resources.accounts).value ?? []).map(({ name }) => name);
  const { providers, error } = useProviders();
  const [key, setKey] = useState('');
  const [chosenProvider, setProvider] = useState<string | null>(null);
  const [typedName, setName] = useState<string | null>(null);
  const [typedUrl, setTypedUrl] = useState<string | null>(null);
  const [localUrl, setLocalUrl] = useState<string | null>(null);
  const [realm, setRealm] = useState('personal');
  const [budget, setBudget] = useState<number | null>(null);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const owner = keyOwnerOf(key);
  const provider = providers.find(({ id }) => id === (chosenProvider ?? owner?.provider)) ?? providers[0];
  const isGuess = owner !== null && provider?.id === owner.provider;
  const baseUrl = typedUrl ?? localUrl ?? (isGuess ? owner.baseUrl : null) ?? provider?.defaultBaseUrl ?? '';
  const name = typedName ?? freeName((isGuess && owner.name) || (provider?.id ?? ''), taken);
  const providerId = provider?.id ?? '';
  const url = baseUrl.trim() || null;
  const secret = key.trim() || null;
  const trial = useTryOut({ provider: providerId, baseUrl: url, key: secret });
  const { tried } = trial;
  const needsKey = provider?.needsKey === 'yes' && key.trim() === '';
  const isReady = provider !== undefined && isName(name) && !needsKey;
  const save = useAction(
    useCallback(async () => {
      await client.accounts.add({
        provider: providerId,
        baseUrl: url,
        key: secret,
        name: plainName(name),
        realm: realm.trim() || 'personal',
        budgetTokens: budget,
      });
      onAdded(plainName(name));
    }, [client, providerId, url, secret, name, realm, budget, onAdded]),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady) void (tried?.ok ? save.run() : trial.run());
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onCancel();
  };
  const useLocal = (server: { name: string; baseUrl: string }): void => {
    const compatible = providers.find(({ needsKey: needs, defaultBaseUrl }) => needs === 'optional' && defaultBaseUrl !== '');
    if (compatible) setProvider(compatible.id);
    setKey('');
    setName(freeName(server.name, taken));
    setTypedUrl(null);
    setLocalUrl(server.baseUrl);
  };
  return (
    <form className="py-card py-add" onSubmit={submit} onKeyDown={onKeyDown} aria-label={t('accounts.add')}>
      {error && <Problem what={t('accounts.providersFailed')} why={error} />}
      <LocalServers onUse={useLocal} />
      {provider?.needsKey !== 'no' && (
        <PasswordInput
          ref={first}
          label={t('accounts.key')}
          autoComplete="off"
          description={isGuess ? t('accounts.keyLooks', { owner: owner.name }) : t('accounts.keyPaste')}
          visibilityToggleButtonProps={{ 'aria-label': t('accounts.showKey') }}
          value={key}
          onChange={(event) => {
            setKey(event.currentTarget.value);
            setLocalUrl(null);
            // An address typed by hand belongs to the provider chosen with it.
            if (typedUrl === null) setProvider(null);
          }}
        />
      )}
      <div className="py-add__row">
        <NativeSelect
          label={t('accounts.provider')}
          value={provider?.id ?? ''}
          onChange={(event) => {
            setProvider(event.currentTarget.value);
            setLocalUrl(null);
          }}
          translate="no"
          data={providers.map(({ id, title }) => ({ value: id, label: title }))}
          description={provider && t(`accounts.key.${provider.needsKey}`)}
        />
        <NameField hint={t('accounts.nameHint')} value={name} onChange={setName} />
      </div>
      <MoreFields baseUrl={baseUrl} onBaseUrl={setTypedUrl} realm={realm} onRealm={setRealm} budget={budget} onBudget={setBudget} />
      {tried && <Outcome result={tried} />}
      {trial.error && <Outcome result={{ ok: false, text: trial.error }} />}
      {save.error && <Problem what={t('accounts.addFailed')} why={save.error} />}
      <div className="py-add__actions">
        <Button type="submit" leftSection={tried?.ok ? null : <IconBolt size={15} />} loading={trial.busy || save.busy} disabled={!isReady}>
          {tried?.ok ? t('action.save') : t('accounts.testFirst')}
        </Button>
        {tried && !tried.ok && (
          <Button variant="default" loading={save.busy} onClick={() => void save.run()}>
            {t('accounts.saveAnyway')}
          </Button>
        )}
        <Button variant="default" onClick={onCancel}>
          {t('action.cancel')}
        </Button>
        <span className="py-dim">{tried?.ok ? '' : t('accounts.testWhy')}</span>
      </div>
    </form>
  );
};
