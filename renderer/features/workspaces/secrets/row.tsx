import { ActionIcon, Switch } from '@mantine/core';
import { IconPencil, IconTrash, IconWorld } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { SecretView } from '#contract/ui/domains/secrets.ts';
import { t } from '../../../locales/translate.ts';
import { useHost } from '../../../rpc/host.ts';
import { useAction } from '../../../rpc/use-action.ts';
import { Outcome } from '../../../ui/outcome.tsx';
import { shortWhen } from '../../../ui/time.ts';
import { useFocusBack } from '../../../ui/use-focus-back.ts';
import { useNow } from '../../../ui/use-now.ts';
import { Sure } from '../sandbox/sure.tsx';
import { SecretForm } from './form.tsx';
import { SecretHosts } from './hosts.tsx';

interface SecretRowProps {
  readonly secret: SecretView;
  readonly workspaceId: string;
  readonly onChanged: () => void;
}

/** One secret: its name, when it was used, whether commands may use it, and what can be done with it. Never its value. */
export const SecretRow = ({ secret, workspaceId, onChanged }: SecretRowProps) => {
  const { client } = useHost();
  const now = useNow(60_000, true);
  const [open, setOpen] = useState<'replace' | 'remove' | 'hosts' | null>(null);
  const opener = useFocusBack();
  const { name, forCommands, usedAt, setAt } = secret;
  const close = (): void => {
    setOpen(null);
    opener.giveBack();
  };
  const change = useAction(
    useCallback(
      async (allowed: boolean) => {
        await client.secrets.change({ workspaceId, name, forCommands: allowed, hosts: [...secret.hosts] });
        onChanged();
      },
      [client, workspaceId, name, secret.hosts, onChanged],
    ),
  );
  const remove = useAction(
    useCallback(async () => {
      await client.secrets.remove({ workspaceId, name });
      onChanged();
    }, [client, workspaceId, name, onChanged]),
  );
  const error = change.error ?? remove.error;
  if (open === 'replace')
    return (
      <li>
        <SecretForm
          name={name}
          taken={[]}
          onCancel={close}
          save={async (_, value) => {
            await client.secrets.put({ workspaceId, name, value });
            onChanged();
            close();
          }}
        />
      </li>
    );
  return (
    <li className="py-ws__secret">
      <div className="py-ws__rowtext">
        <strong className="py-break py-ws__secretname" translate="no">
          {name}
        </strong>
        <p className="py-dim">
          {t('secrets.set', { when: shortWhen(setAt, now) })} ·{' '}
          {usedAt === null ? t('secrets.unused') : t('secrets.used', { when: shortWhen(usedAt, now) })}
          {!forCommands && ` · ${t('secrets.blocked')}`}
          {secret.hosts.length > 0 && ` · ${t('secrets.hostsTo', { hosts: secret.hosts.join(', ') })}`}
        </p>
      </div>
      <Switch
        aria-label={t('secrets.allowed', { name })}
        checked={forCommands}
        disabled={change.busy}
        onChange={(event) => void change.run(event.currentTarget.checked)}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('secrets.hostsOf', { name })}
        title={t('secrets.hostsOf', { name })}
        aria-expanded={open === 'hosts'}
        onClick={() => setOpen(open === 'hosts' ? null : 'hosts')}
      >
        <IconWorld size={16} />
      </ActionIcon>
      <ActionIcon
        ref={opener.ref}
        variant="subtle"
        color="gray"
        aria-label={t('secrets.replace', { name })}
        title={t('secrets.replace', { name })}
        onClick={() => setOpen('replace')}
      >
        <IconPencil size={16} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('secrets.remove', { name })}
        title={t('secrets.remove', { name })}
        onClick={() => setOpen('remove')}
      >
        <IconTrash size={16} />
      </ActionIcon>
      {open === 'hosts' && <SecretHosts secret={secret} workspaceId={workspaceId} onChanged={onChanged} />}
      {(open === 'remove' || error) && (
        <div className="py-ws__secretwide">
          {error && <Outcome result={{ ok: false, text: error }} />}
          {open === 'remove' && (
            <Sure
              title={t('secrets.removeSure', { name })}
              lines={[t('secrets.removeWhy')]}
              yes={t('secrets.removeYes')}
              busy={remove.busy}
              onYes={() => void remove.run()}
              onNo={close}
            />
          )}
        </div>
      )}
    </li>
  );
};
