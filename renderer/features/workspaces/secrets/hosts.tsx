import { useCallback } from 'react';
import type { SecretView } from '#contract/ui/domains/secrets.ts';
import { t } from '../../../locales/translate.ts';
import { useHost } from '../../../rpc/host.ts';
import { useAction } from '../../../rpc/use-action.ts';
import { Outcome } from '../../../ui/outcome.tsx';
import { NetworkHosts } from '../sandbox/network-hosts.tsx';
import '../sandbox/network.css';

interface SecretHostsProps {
  readonly secret: SecretView;
  readonly workspaceId: string;
  readonly onChanged: () => void;
}

/** The hosts to which fetches may carry a secret in a header. */
export const SecretHosts = ({ secret: { name, hosts, forCommands }, workspaceId, onChanged }: SecretHostsProps) => {
  const { client } = useHost();
  const change = useAction(
    useCallback(
      async (next: string[]) => {
        await client.secrets.change({ workspaceId, name, forCommands, hosts: next });
        onChanged();
      },
      [client, workspaceId, name, forCommands, onChanged],
    ),
  );
  return (
    <section className="py-ws__secretwide" aria-label={t('secrets.hostsOf', { name })}>
      <p className="py-dim">{t('secrets.hostsWhy', { name })}</p>
      <NetworkHosts
        hosts={hosts}
        busy={change.busy}
        onAdd={(host) => change.run([...hosts, host])}
        onRemove={(host) => void change.run(hosts.filter((one) => one !== host))}
      />
      {change.error && <Outcome result={{ ok: false, text: change.error }} />}
    </section>
  );
};
