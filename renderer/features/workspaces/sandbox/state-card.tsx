import { Button } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop, IconRefresh } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { SandboxSettings } from '#contract/ui/domains/sandbox.ts';
import type { WorkspaceView } from '#contract/ui/views.ts';
import { t } from '../../../locales/translate.ts';
import { useHost } from '../../../rpc/host.ts';
import { useAction } from '../../../rpc/use-action.ts';
import { NotLoaded } from '../../../ui/not-loaded.tsx';
import { Outcome } from '../../../ui/outcome.tsx';
import { reasonParts, reasonText } from '../../../ui/reason-text.ts';
import { UndoLine } from '../undo-line.tsx';
import { Facts } from './facts.tsx';
import { KindChoice } from './kind-choice.tsx';
import { endsWith, takesBack } from './losses.ts';
import { Preparing } from './preparing.tsx';
import { type Remedy, strongerMissing, troubleOf } from './remedies.ts';
import { sandboxStateText } from './sandbox-text.ts';
import { Sure } from './sure.tsx';
import { SandboxTrouble } from './trouble.tsx';
import type { Live } from './use-live.ts';
import { type Panel, useChange } from './use-panel.ts';

export interface StateCardProps {
  readonly workspace: WorkspaceView;
  readonly panel: Panel;
  readonly live: Live;
  readonly onPlace: (remedy: Remedy) => void;
}
type Asked = 'stop' | 'restart' | 'reset';

/** Where its commands run, how strong that is, what it uses, and a button for each way. */
export const StateCard = ({ workspace, panel, live, onPlace }: StateCardProps) => {
  const { client } = useHost();
  const { id, now } = panel;
  const change = useChange(panel);
  // A start that takes long is under way meanwhile.
  const end = useChange(panel);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [before, setBefore] = useState<SandboxSettings | null>(null);
  const reset = useAction(
    useCallback(async () => {
      const done = await client.sandbox.reset({ id });
      panel.set(() => done.panel);
      setBefore(done.before);
    }, [client, id, panel.set]),
  );
  if (now === null)
    return (
      <section className="py-card py-ws__card" aria-label={t('sandbox.title')}>
        <h2>{t('sandbox.title')}</h2>
        {panel.error ? (
          <NotLoaded what={t('sandbox.loadFailed')} why={panel.error} onAgain={panel.refresh} />
        ) : (
          <p role="status">{t('sandbox.looking')}</p>
        )}
      </section>
    );

  const isOn = now.state === 'ready' || now.state === 'starting' || now.state === 'preparing';
  const isReady = now.state === 'ready';
  // What runs now, not what ran when the panel was fetched.
  const here = live.latest === null ? now : { ...now, usage: live.latest.usage, processes: live.latest.processes };
  const act = {
    start: () => void change.run(client.sandbox.start({ id })),
    stop: () => void end.run(client.sandbox.stop({ id })),
    restart: () => void change.run(client.sandbox.restart({ id })),
    reset: () => void reset.run(),
  };
  const ask = (what: Asked): void => {
    const isHarmless = what !== 'reset' && endsWith(here).length === 0;
    if (isHarmless) act[what]();
    else setAsked(what);
  };
  const onRemedy = (remedy: Remedy): void => {
    if (remedy.do === 'start') act.restart();
    else if (remedy.do === 'automatic')
      void change.run(client.workspaces.set({ name: workspace.name, sandbox: 'auto' }).then(() => client.sandbox.restart({ id })));
    else onPlace(remedy);
  };
  const trouble = isOn && now.state !== 'ready' ? null : troubleOf(now);
  const missing = strongerMissing(now);
  // A failed start says the same as what is shown of it.
  const error = (trouble ? null : change.error) ?? end.error ?? reset.error ?? panel.error;
  return (
    <section className="py-card py-ws__card" aria-label={t('sandbox.title')}>
      <div className="py-ws__inline">
        <div>
          <h2>{t('sandbox.title')}</h2>
          <p className="py-ws__state" role="status">
            <i className={`py-ws__lamp${isOn ? ' py-ws__lamp--on' : ''}`} aria-hidden />
            {now.isolation === null && now.wanted !== 'auto' ? t('sandbox.chosenBroken') : sandboxStateText(now)}
            {now.state === 'absent' && now.reason && !trouble && <span className="py-dim">{reasonParts(now.reason).what}</span>}
          </p>
        </div>
        <div className="py-ws__buttons">
          {isOn ? (
            <Button variant="default" leftSection={<IconPlayerStop size={15} />} loading={end.busy} onClick={() => ask('stop')}>
              {t('sandbox.stop')}
            </Button>
          ) : (
            <Button
              variant="default"
              leftSection={<IconPlayerPlay size={15} />}
              loading={change.busy}
              disabled={now.isolation === null}
              onClick={act.start}
            >
              {t('sandbox.start')}
            </Button>
          )}
          {isReady && (
            <Button variant="default" leftSection={<IconRefresh size={15} />} loading={change.busy} onClick={() => ask('restart')}>
              {t('sandbox.restart')}
            </Button>
          )}
        </div>
      </div>
      {now.isolation !== null && (
        <p className="py-dim">
          {t(now.version ? 'sandbox.what' : 'sandbox.whatPlain', { sentence: now.sentence, version: now.version ?? '' })}
        </p>
      )}
      {asked && (
        <Sure
          title={t(`sandbox.sure.${asked}`)}
          lines={[...endsWith(here), ...(asked === 'reset' ? takesBack(here) : []), t('sandbox.stays')]}
          yes={t(`sandbox.${asked}`)}
          busy={change.busy || reset.busy}
          onYes={() => {
            setAsked(null);
            act[asked]();
          }}
          onNo={() => setAsked(null)}
        />
      )}
      {now.state === 'preparing' && now.reason && <Preparing reason={now.reason} busy={end.busy} onCancel={act.stop} />}
      {now.state === 'starting' && now.reason && <Outcome result={{ ok: true, text: reasonText(now.reason) }} />}
      {trouble && <SandboxTrouble trouble={trouble} panel={now} busy={change.busy} onRemedy={onRemedy} />}
      {isReady && <Facts panel={now} live={live} />}
      {missing && (
        <p className="py-dim">
          {t('sandbox.stronger')} {reasonParts(missing.reason).what}{' '}
          <Button size="compact-xs" variant="subtle" loading={change.busy} onClick={() => ask('restart')}>
            {t('sandbox.do.lookAgain')}
          </Button>
        </p>
      )}
      {error && <Outcome result={{ ok: false, text: error }} />}
      {before && (
        <UndoLine
          text={t('sandbox.wasReset')}
          error={null}
          busy={change.busy}
          onUndo={() => void change.run(client.sandbox.putBack({ id, before })).then((ok) => ok && setBefore(null))}
          onClose={() => setBefore(null)}
        />
      )}
      <div className="py-ws__inline py-sb__foot">
        <KindChoice workspace={workspace} panel={now} onChanged={panel.refresh} />
        <Button variant="subtle" color="gray" loading={reset.busy} onClick={() => ask('reset')}>
          {t('sandbox.resetAsk')}
        </Button>
      </div>
    </section>
  );
};
