import { Button } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { SandboxView, WorkspaceView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { useFresh } from '../../rpc/use-fresh.ts';
import { Outcome } from '../../ui/outcome.tsx';
import { reasonText } from '../../ui/reason-text.ts';
import { sandboxStateText } from './sandbox-text.ts';

const staleBy = ['sandbox', 'plugin'] as const;

/** Where its commands run, how strong that is, and a button for each way. */
export const SandboxCard = ({ workspace: { id } }: { workspace: WorkspaceView }) => {
  const { client } = useHost();
  const sandbox = useFresh(
    useCallback(() => client.workspaces.sandbox({ id }), [client, id]),
    staleBy,
  );
  const { set } = sandbox;
  const update = useCallback(
    async (answer: Promise<SandboxView>) => {
      const view = await answer;
      set(() => view);
    },
    [set],
  );
  const start = useAction(useCallback(() => update(client.workspaces.startSandbox({ id })), [client, id, update]));
  const stop = useAction(useCallback(() => update(client.workspaces.stopSandbox({ id })), [client, id, update]));
  const now = sandbox.value;
  const isOn = now !== null && (now.state === 'ready' || now.state === 'starting' || now.state === 'preparing');
  const error = start.error ?? stop.error ?? sandbox.error;
  return (
    <section className="py-card py-ws__card" aria-label={t('sandbox.title')}>
      <div className="py-ws__inline">
        <div>
          <h2>{t('sandbox.title')}</h2>
          <p className="py-ws__state" role="status">
            <i className={`py-ws__lamp${isOn ? ' py-ws__lamp--on' : ''}`} aria-hidden />
            {now === null ? t('sandbox.looking') : sandboxStateText(now)}
          </p>
        </div>
        {isOn ? (
          <Button variant="default" leftSection={<IconPlayerStop size={15} />} loading={stop.busy} onClick={() => void stop.run()}>
            {t('sandbox.stop')}
          </Button>
        ) : (
          <Button
            variant="default"
            leftSection={<IconPlayerPlay size={15} />}
            loading={start.busy}
            disabled={now === null || now.isolation === null}
            onClick={() => void start.run()}
          >
            {t('sandbox.start')}
          </Button>
        )}
      </div>
      {now && (
        <p className="py-dim">
          {now.isolation === null
            ? now.sentence
            : t(now.version ? 'sandbox.what' : 'sandbox.whatPlain', { sentence: now.sentence, version: now.version })}
        </p>
      )}
      {now?.reason && now.state === 'failed' && <Outcome result={{ ok: false, text: reasonText(now.reason) }} />}
      {error && <Outcome result={{ ok: false, text: error }} />}
    </section>
  );
};
