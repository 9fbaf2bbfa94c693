import { SegmentedControl } from '@mantine/core';
import { useId } from 'react';
import { networkModes } from '#contract/ui/domains/sandbox.ts';
import { t } from '../../../locales/translate.ts';
import { useHost } from '../../../rpc/host.ts';
import { Outcome } from '../../../ui/outcome.tsx';
import { NetworkAttempts } from './network-attempts.tsx';
import { NetworkHosts } from './network-hosts.tsx';
import { type Panel, useChange } from './use-panel.ts';
import './network.css';

/** Whom commands in the sandbox may reach, whom they tried to reach, and a click to allow one. */
export const NetworkCard = ({ panel }: { panel: Panel }) => {
  const { client } = useHost();
  const titleId = useId();
  const { id } = panel;
  const change = useChange(panel);
  const network = panel.now?.network;
  const { error } = change;
  // Where the network is off, one allowed host means: this one, and nothing else.
  const allow = (host: string): Promise<boolean> => {
    const allowed = client.sandbox.allowHost({ id, host });
    return change.run(network?.mode === 'off' ? allowed.then(() => client.sandbox.setNetwork({ id, mode: 'allow-list' })) : allowed);
  };
  return (
    <section className="py-card py-ws__card" aria-label={t('network.title')}>
      <div className="py-ws__inline">
        <div>
          <h2 id={titleId}>{t('network.title')}</h2>
          <p className="py-dim">{network ? t(`network.${network.mode}.what`) : t('sandbox.looking')}</p>
        </div>
        <SegmentedControl
          aria-labelledby={titleId}
          transitionDuration={0}
          disabled={!network || change.busy}
          value={network?.mode ?? 'off'}
          onChange={(mode) => void change.run(client.sandbox.setNetwork({ id, mode }))}
          data={networkModes.map((value) => ({ value, label: t(`network.${value}`) }))}
        />
      </div>
      {network?.mode === 'allow-list' && (
        <NetworkHosts
          hosts={network.hosts}
          busy={change.busy}
          onAdd={allow}
          onRemove={(host) => void change.run(client.sandbox.forgetHost({ id, host }))}
        />
      )}
      {network && network.recent.length > 0 && (
        <NetworkAttempts attempts={network.recent} allowed={network.hosts} busy={change.busy} onAllow={(host) => void allow(host)} />
      )}
      {error && <Outcome result={{ ok: false, text: error }} />}
    </section>
  );
};
