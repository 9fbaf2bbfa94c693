import { Button } from '@mantine/core';
import { useCallback, useId, useState } from 'react';
import type { JobView } from '#contract/ui/domains/sandbox.ts';
import { t } from '../../../locales/translate.ts';
import { useHost } from '../../../rpc/host.ts';
import { useAction } from '../../../rpc/use-action.ts';
import { fileSize } from '../../../ui/attachment.tsx';
import { Outcome } from '../../../ui/outcome.tsx';
import { duration } from '../../../ui/time.ts';
import { JobLog } from './job-log.tsx';
import type { Live } from './use-live.ts';
import type { Panel } from './use-panel.ts';

interface StopProps {
  readonly id: string;
  /** Of a command in the background, or of one process. */
  readonly process: string | number;
  readonly command: string;
  readonly onStopped: () => void;
}
const Stop = ({ id, process, command, onStopped }: StopProps) => {
  const { client } = useHost();
  const stop = useAction(
    useCallback(async () => {
      await client.sandbox.stopProcess({ id, process });
      onStopped();
    }, [client, id, process, onStopped]),
  );
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        loading={stop.busy}
        aria-label={t('processes.stopOf', { command: command.slice(0, 80) })}
        onClick={() => void stop.run()}
      >
        {t('action.stop')}
      </Button>
      {stop.error && <Outcome result={{ ok: false, text: stop.error }} />}
    </>
  );
};

const Command = ({ children }: { children: string }) => (
  <code className="py-break" dir="ltr" translate="no">
    {children}
  </code>
);

const stateText = ({ state, exitCode, signal, seconds }: JobView): string => {
  const time = duration(seconds * 1_000);
  if (state === 'running') return t('processes.runsFor', { time });
  return signal === null ? t('processes.ended', { code: exitCode ?? 0, time }) : t('processes.endedBy', { signal, time });
};

const JobRow = ({ id, job, onStopped }: { id: string; job: JobView; onStopped: () => void }) => {
  const [isOpen, setOpen] = useState(false);
  const logId = useId();
  return (
    <li>
      <Command>{job.command}</Command>
      <span className="py-dim">{stateText(job)}</span>
      <Button
        size="compact-sm"
        variant="default"
        aria-expanded={isOpen}
        aria-controls={isOpen ? logId : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? t('processes.hideOutput') : t('processes.output', { size: fileSize(job.logBytes) })}
      </Button>
      {job.state === 'running' && <Stop id={id} process={job.job} command={job.command} onStopped={onStopped} />}
      {isOpen && <JobLog logId={logId} id={id} job={job.job} />}
    </li>
  );
};

/** What runs in the sandbox: commands in the background with their output, and processes that others left behind. */
export const ProcessesCard = ({ panel: { id, now }, live }: { panel: Panel; live: Live }) => {
  if (now === null || now.state !== 'ready') return null;
  const processes = live.latest === null ? now.processes : live.latest.processes;
  const alone = processes?.filter(({ job }) => job === null) ?? [];
  const isEmpty = processes !== null && alone.length + live.jobs.length === 0;
  return (
    <section className="py-card py-ws__card" aria-label={t('processes.title')}>
      <h2>{t('processes.title')}</h2>
      {processes === null && <p className="py-dim">{t('processes.cannotTell')}</p>}
      {isEmpty && <p className="py-dim">{t('processes.none')}</p>}
      {live.jobs.length > 0 && (
        <ul className="py-sb__processes" aria-label={t('processes.jobs')}>
          {live.jobs.map((job) => (
            <JobRow key={job.job} id={id} job={job} onStopped={live.look} />
          ))}
        </ul>
      )}
      {alone.length > 0 && (
        <ul className="py-sb__processes" aria-label={t('processes.left')}>
          {alone.map(({ pid, command, seconds, memBytes }) => (
            <li key={pid}>
              <Command>{command}</Command>
              <span className="py-dim">{t('processes.facts', { pid, time: duration(seconds * 1_000), memory: fileSize(memBytes) })}</span>
              <Stop id={id} process={pid} command={command} onStopped={live.look} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};
