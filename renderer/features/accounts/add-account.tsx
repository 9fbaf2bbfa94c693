import { Button, NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import { t } from '../../locales/translate.ts';
import { failureText } from '../../rpc/failure.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { Problem } from '../../ui/problem.tsx';
import { LocalServers } from './local-servers.tsx';

interface Provider {
  readonly id: string;
  readonly title: string;
  readonly needsKey: 'yes' | 'optional' | 'no';
  readonly defaultBaseUrl: string;
}

const useProviders = (): { providers: readonly Provider[]; error: string | null } => {
  const { client } = useHost();
  const [providers, setProviders] = useState<readonly Provider[]>([]);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    let isCurrent = true;
    client.accounts.providers().then(
      (list) => isCurrent && setProviders(list),
      (failure: unknown) => isCurrent && setError(failureText(failure)),
    );
    return () => {
      isCurrent = false;
    };
  }, [client]);
  return { providers, error };
};

/** The form for a new account. It is saved and then tried at once; what the try says is shown on its card. */
export const AddAccount = ({ onAdded, onCancel }: { onAdded: (name: string) => void; onCancel: () => void }) => {
  const { client } = useHost();
  const { providers, error } = useProviders();
  const first = useRef<HTMLSelectElement>(null);
  useEffect(() => first.current?.focus(), []);
  const [providerId, setProviderId] = useState<string | null>(null);
  const [name, setName] = useState('');
  const [baseUrl, setBaseUrl] = useState<string | null>(null);
  const [key, setKey] = useState('');
  const [realm, setRealm] = useState('personal');
  const provider = providers.find(({ id }) => id === providerId) ?? providers[0];
  const url = baseUrl ?? provider?.defaultBaseUrl ?? '';

  const save = useAction(
    useCallback(async () => {
      if (!provider) return;
      const account = {
        name: name.trim(),
        provider: provider.id,
        baseUrl: url.trim() || null,
        key: key.trim() || null,
        realm: realm.trim() || 'personal',
      };
      await client.accounts.add(account);
      onAdded(account.name);
    }, [client, provider, name, url, key, realm, onAdded]),
  );
  const isComplete = name.trim() !== '' && provider !== undefined && (provider.needsKey !== 'yes' || key.trim() !== '');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isComplete) void save.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onCancel();
  };
  const useLocal = (server: { name: string; baseUrl: string }): void => {
    const compatible =
      providers.find(({ needsKey, defaultBaseUrl }) => needsKey === 'optional' && defaultBaseUrl !== '') ??
      providers.find(({ id }) => id === 'openai');
    if (compatible) setProviderId(compatible.id);
    setName(server.name.toLowerCase().replace(/[^a-z0-9]+/g, '-'));
    setBaseUrl(server.baseUrl);
  };
  return (
    <form className="py-card py-add" onSubmit={submit} onKeyDown={onKeyDown} aria-label={t('accounts.add')}>
      {error && <Problem what={t('accounts.providersFailed')} why={error} />}
      <LocalServers onUse={useLocal} />
      <NativeSelect
        ref={first}
        label={t('accounts.provider')}
        value={provider?.id ?? ''}
        onChange={(event) => {
          setProviderId(event.currentTarget.value);
          setBaseUrl(null);
        }}
        translate="no"
        data={providers.map(({ id, title }) => ({ value: id, label: title }))}
        description={provider && t(`accounts.key.${provider.needsKey}`)}
      />
      <TextInput
        label={t('accounts.name')}
        required
        maxLength={60}
        value={name}
        placeholder={t('accounts.namePlaceholder')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {provider?.needsKey !== 'no' && (
        <PasswordInput
          label={t('accounts.key')}
          autoComplete="off"
          required={provider?.needsKey === 'yes'}
          description={t('accounts.keyWhere')}
          visibilityToggleButtonProps={{ 'aria-label': t('accounts.showKey') }}
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
        />
      )}
      <TextInput label={t('accounts.baseUrl')} type="url" value={url} onChange={(event) => setBaseUrl(event.currentTarget.value)} />
      <TextInput
        label={t('accounts.realm')}
        description={t('accounts.realmWhy')}
        value={realm}
        onChange={(event) => setRealm(event.currentTarget.value)}
      />
      {save.error && <Problem what={t('accounts.addFailed')} why={save.error} />}
      <div className="py-add__actions">
        <Button type="submit" loading={save.busy} disabled={!isComplete}>
          {t('accounts.saveAndTest')}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  );
};
