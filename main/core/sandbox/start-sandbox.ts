import { randomUUID } from 'node:crypto';
import { AppError, messageOf } from '#contract/errors.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import type { SandboxProvider, SandboxSpec } from '#plugin-api';
import { connectToolbox, type ToolboxClient } from './client.ts';
import { endLeftovers, mayRun, stopAndConfirm } from './confirm-gone.ts';
import { defaultLimits, type SandboxDeps, type SandboxTiming } from './ports.ts';
import type { Chosen, ProviderChoice } from './provider-choice.ts';

/** A sandbox that has said hello. */
export interface Started {
  readonly provider: SandboxProvider;
  readonly handle: string;
  readonly epoch: number;
  readonly client: ToolboxClient;
}
export interface StartParts {
  readonly deps: SandboxDeps;
  readonly timing: SandboxTiming;
  readonly choice: ProviderChoice;
  readonly onStuck: () => void;
}

const tries = 3;

/** Starts the workspace's sandbox, 3 times at most; the one owner of that retry. Rejects AppError 'not-available' with the last reason. */
export const startSandbox = async (parts: StartParts, workspaceId: string, signal: AbortSignal): Promise<Started> => {
  let last: Reason = reason('no-sandbox-works');
  for (let attempt = 1; attempt <= tries; attempt++) {
    if (attempt > 1) await pause(parts.timing.retryMs * (attempt - 1), signal);
    const chosen = await parts.choice.choose(parts.deps.choice(workspaceId));
    if (signal.aborted) throw new AppError('cancelled');
    if (chosen === null) break;
    const result = await startOnce(parts, { workspaceId, chosen }, signal);
    if ('client' in result) return result;
    last = result;
    parts.choice.forget(chosen.provider.id);
    parts.deps.log('warn', 'sandbox did not start', { workspaceId, provider: chosen.provider.id, attempt, tries, reason: last });
  }
  throw new AppError('not-available', { what: 'sandbox', reason: last.code });
};

const startOnce = async (
  parts: StartParts,
  what: { workspaceId: string; chosen: Chosen },
  signal: AbortSignal,
): Promise<Started | Reason> => {
  const { deps, timing } = parts;
  const { workspaceId } = what;
  const { provider } = what.chosen;
  const left = await previousGone(parts, workspaceId, provider);
  if (left !== null) {
    const row = deps.store.get(workspaceId);
    if (row !== null) setState(deps, { workspaceId, epoch: row.epoch }, { state: 'failed', reason: left });
    return left;
  }
  // I1: the epoch is committed before anything can run under it.
  const epoch = deps.store.claim(workspaceId, provider.id);
  deps.changed(workspaceId);
  const placed = await place(provider, specOf(deps, { workspaceId, epoch }), signal);
  if (!placed.ok) {
    setState(deps, { workspaceId, epoch }, { state: 'failed', handle: null, reason: placed.why });
    return placed.why;
  }
  const { handle } = placed;
  let why: Reason;
  try {
    if (!deps.store.set(workspaceId, epoch, { state: 'starting', handle })) throw new AppError('conflict', { what: 'sandbox epoch' });
    const open = (input: AsyncIterable<Uint8Array>, pipeSignal: AbortSignal) => provider.open(handle, input, pipeSignal);
    const client = await connectToolbox({ open, nonce: randomUUID(), ...timing, onStuck: parts.onStuck }, signal);
    if (setState(deps, { workspaceId, epoch }, { state: 'ready', reason: null })) return { provider, handle, epoch, client };
    client.close();
    why = reason('superseded');
  } catch (error) {
    why = signal.aborted ? reason('cancelled') : reason('toolbox-silent', { text: messageOf(error) });
  }
  const unconfirmed = await stopAndConfirm(provider, handle, 0);
  setState(
    deps,
    { workspaceId, epoch },
    unconfirmed === null ? { state: 'failed', handle: null, reason: why } : { state: 'failed', reason: unconfirmed },
  );
  return unconfirmed ?? why;
};

/** I2: before epoch n+1 starts, n is confirmed gone. */
const previousGone = async (parts: StartParts, workspaceId: string, next: SandboxProvider): Promise<Reason | null> => {
  const { deps, choice } = parts;
  const row = deps.store.get(workspaceId);
  const before = row === null ? null : choice.byId(row.provider);
  if (row !== null && before === null && mayRun(row))
    return reason('not-confirmed-gone', { provider: row.provider, text: 'the provider is not enabled' });
  for (const provider of new Set([next, before ?? next])) {
    const left = await endLeftovers(provider, { installId: deps.installId, workspaceId }, (handle) =>
      deps.log('info', 'ending an earlier sandbox', { workspaceId, provider: provider.id, handle }),
    );
    if (left !== null) return left;
  }
  return null;
};

const place = async (
  provider: SandboxProvider,
  spec: SandboxSpec,
  signal: AbortSignal,
): Promise<{ ok: true; handle: string } | { ok: false; why: Reason }> => {
  try {
    const started = await provider.start(spec, signal);
    return started.ok
      ? { ok: true, handle: started.value.handle }
      : { ok: false, why: reason('start-failed', { code: started.code, text: started.text }) };
  } catch (error) {
    return { ok: false, why: reason('start-failed', { code: 'threw', text: messageOf(error) }) };
  }
};

const specOf = (deps: SandboxDeps, of: { workspaceId: string; epoch: number }): SandboxSpec => ({
  launchId: randomUUID(),
  installId: deps.installId,
  workspaceId: of.workspaceId,
  epoch: of.epoch,
  image: '',
  toolboxDir: deps.toolboxDir,
  mounts: [{ host: deps.workspaceDir(of.workspaceId), inside: '/workspace', write: true }],
  limits: deps.limits ?? defaultLimits,
  env: {},
});

/** Commits a state and tells; false when another epoch has taken over. */
export const setState = (
  deps: Pick<SandboxDeps, 'store' | 'changed'>,
  at: { workspaceId: string; epoch: number },
  change: Parameters<SandboxDeps['store']['set']>[2],
): boolean => {
  const isCurrent = deps.store.set(at.workspaceId, at.epoch, change);
  if (isCurrent) deps.changed(at.workspaceId);
  return isCurrent;
};

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
  });
