import { Button, TextInput } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { OwnerNumberView } from '#contract/ui/domains/people.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { useFresh } from '../../rpc/use-fresh.ts';
import { Problem } from '../../ui/problem.tsx';

const topics = ['link'] as const;

/** From which numbers the owner writes: those that are linked, and those that were added here. */
export const OwnerNumbers = ({ channel }: { channel: string }) => {
  const { client } = useHost();
  const owners = useFresh(
    useCallback(() => client.people.owners({ channel }), [client, channel]),
    topics,
  );
  const { set } = owners;
  const [number, setNumber] = useState('');
  const change = useAction(
    useCallback(
      async (run: () => Promise<OwnerNumberView[]>) => {
        const fresh = await run();
        set(() => fresh);
      },
      [set],
    ),
  );
  const add = async (): Promise<void> => {
    if (await change.run(() => client.people.addOwner({ channel, number }))) setNumber('');
  };
  return (
    <section className="py-card py-owners" aria-label={t('links.owners')}>
      <div>
        <h2>{t('links.owners')}</h2>
        <p className="py-dim">{t('links.ownersWhy')}</p>
      </div>
      {owners.error && <Problem what={t('links.ownersFailed')} why={owners.error} />}
      {(owners.value ?? []).length > 0 && (
        <ul>
          {owners.value?.map((owner) => (
            <li key={owner.key}>
              <span translate="no">{owner.number || t('links.ownerUnknown')}</span>
              {owner.isLinked ? (
                <span className="py-dim">{t('links.ownerLinked')}</span>
              ) : (
                <Button
                  size="compact-xs"
                  variant="subtle"
                  color="gray"
                  aria-label={t('links.ownerRemoveOf', { number: owner.number })}
                  onClick={() => void change.run(() => client.people.removeOwner({ channel, key: owner.key }))}
                >
                  {t('links.ownerRemove')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <TextInput
          size="xs"
          type="tel"
          label={t('links.ownerNew')}
          placeholder="+49 170 1234567"
          autoComplete="tel"
          value={number}
          maxLength={40}
          onChange={(event) => setNumber(event.currentTarget.value)}
        />
        <Button type="submit" size="xs" variant="default" disabled={number.trim() === ''} loading={change.busy}>
          {t('links.ownerAdd')}
        </Button>
      </form>
      {change.error && <Problem what={t('links.ownersFailed')} why={change.error} times={change.times} />}
    </section>
  );
};
