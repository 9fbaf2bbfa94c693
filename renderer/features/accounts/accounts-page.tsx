import { Button, Skeleton } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import { NotLoaded } from '../../ui/not-loaded.tsx';
import { AccountCard } from './account-card.tsx';
import { AddAccount } from './add-account.tsx';
import './accounts.css';
import { useFocusBack } from '../../ui/use-focus-back.ts';

/** Who thinks: the accounts. Which of them a workspace uses is chosen there. */
export const AccountsPage = () => {
  const { resources } = useHost();
  const accounts = useResource(resources.accounts);
  const [isAdding, setAdding] = useState(false);
  const opener = useFocusBack();
  const [added, setAdded] = useState<string | null>(null);
  const onAdded = useCallback(
    (name: string) => {
      setAdding(false);
      opener.giveBack();
      setAdded(name);
      resources.accounts.refresh();
    },
    [resources, opener],
  );
  const close = (): void => {
    setAdding(false);
    opener.giveBack();
  };
  return (
    <div className="py-scroll">
      <div className="py-page py-accounts">
        <header className="py-accounts__head">
          <div>
            <h1>{t('accounts.title')}</h1>
            <p className="py-dim">{t('accounts.intro')}</p>
          </div>
          {!isAdding && (
            <Button ref={opener.ref} leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
              {t('accounts.add')}
            </Button>
          )}
        </header>
        {isAdding && <AddAccount onAdded={onAdded} onCancel={close} />}
        {accounts.error && <NotLoaded what={t('accounts.loadFailed')} why={accounts.error} onAgain={resources.accounts.refresh} />}
        <section className="py-accounts__list" aria-label={t('accounts.title')}>
          {accounts.value === null && !accounts.error && <Skeleton height={150} radius={14} aria-hidden />}
          {accounts.value?.map((account) => (
            <AccountCard key={account.id} account={account} testNow={account.name === added} />
          ))}
        </section>
      </div>
    </div>
  );
};
