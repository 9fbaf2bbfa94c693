import { Button, Skeleton } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { t } from '../../../locales/translate.ts';
import { useHost } from '../../../rpc/host.ts';
import { useFresh } from '../../../rpc/use-fresh.ts';
import { NotLoaded } from '../../../ui/not-loaded.tsx';
import { SecretForm } from './form.tsx';
import { SecretRow } from './row.tsx';
import './secrets.css';
import { useFocusBack } from '../../../ui/use-focus-back.ts';

const staleBy = ['secret'] as const;

/** What commands of this workspace may use and nobody sees: listed, added, replaced, taken away. */
export const SecretsCard = ({ workspaceId }: { workspaceId: string }) => {
  const { client } = useHost();
  const { value, error, refresh } = useFresh(
    useCallback(() => client.secrets.list({ workspaceId }), [client, workspaceId]),
    staleBy,
  );
  const [isAdding, setAdding] = useState(false);
  const opener = useFocusBack();
  const close = (): void => {
    setAdding(false);
    opener.giveBack();
  };
  return (
    <section className="py-card py-ws__card" aria-label={t('secrets.title')}>
      <div className="py-ws__inline">
        <div>
          <h2>{t('secrets.title')}</h2>
          <p className="py-dim">{t('secrets.intro')}</p>
        </div>
        {!isAdding && value !== null && (
          <Button ref={opener.ref} variant="default" leftSection={<IconPlus size={15} />} onClick={() => setAdding(true)}>
            {t('secrets.add')}
          </Button>
        )}
      </div>
      {isAdding && (
        <SecretForm
          name={null}
          taken={(value ?? []).map(({ name }) => name)}
          onCancel={close}
          save={async (name, secret) => {
            await client.secrets.put({ workspaceId, name, value: secret });
            refresh();
            close();
          }}
        />
      )}
      {error && <NotLoaded what={t('secrets.loadFailed')} why={error} onAgain={refresh} />}
      {value === null && error === null && <Skeleton height={50} radius={14} aria-hidden />}
      {value?.length === 0 && !isAdding && <p className="py-dim">{t('secrets.empty')}</p>}
      {value && value.length > 0 && (
        <ul className="py-ws__secrets" aria-label={t('secrets.title')}>
          {value.map((secret) => (
            <SecretRow key={secret.name} secret={secret} workspaceId={workspaceId} onChanged={refresh} />
          ))}
        </ul>
      )}
    </section>
  );
};
