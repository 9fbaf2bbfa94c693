import { randomUUID } from 'node:crypto';
import { AppError, messageOf } from '#contract/errors.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import type { SandboxProvider, SandboxSpec } from '#plugin-api';
import type { Admission } from './admission.ts';
import { type ClientOptions, connectToolbox, type ToolboxClient } from './client.ts';
import { endLeftovers, mayRun, stopAndConfirm } from './confirm-gone.ts';
import type { ExtraMounts, SandboxDeps, SandboxTiming } from './ports.ts';
import { prepareImage } from './prepare.ts';
import { type Chosen, matching, type ProviderChoice } from './provider-choice.ts';
import { reasonOfFault } from './provider-fault.ts';
import { specOf } from './spec.ts';

/** A sandbox that has said hello. */
export interface Started {
  readonly provider: SandboxProvider;
  readonly handle: string;
  readonly epoch: number;
  readonly client: ToolboxClient;
  readonly adopted: boolean;
  readonly fingerprint: string;
}
export interface StartParts {
  readonly deps: SandboxDeps;
  readonly timing: SandboxTiming;
  readonly choice: ProviderChoice;
  readonly admission: Admission;
  readonly onStuck: ClientOptions['onStuck'];
}

const tries = 3;

/** Starts the workspace's sandbox, 3 times at most; the one owner of that retry. Rejects AppError 'not-available' with the last reason. */
export const startSandbox = async (parts: StartParts, workspaceId: string, signal: AbortSignal): Promise<Started> => {
  const { choice, deps } = parts;
  const folderless = deps.folderFault?.(workspaceId) ?? null;
  if (folderless !== null) throw notAvailable(folderless);
  const wanted = deps.choice(workspaceId);
  let last: Reason | null = null;
  for (let attempt = 1; attempt <= tries; attempt++) {
    if (attempt > 1) await pause(parts.timing.retryMs * (attempt - 1), signal);
    const chosen = await choice.choose(wanted);
    if (signal.aborted) throw new AppError('cancelled');
    if (chosen === null) {
      last ??= noneWorks(parts, wanted);
      break;
    }
    const result = await startOnce(parts, { workspaceId, chosen }, signal);
    if ('client' in result) return result;
    last = result.why;
    if (signal.aborted) break;
    deps.log('warn', 'sandbox did not start', { workspaceId, provider: chosen.provider.id, attempt, tries, reason: last });
    if (result.isUnprepared && wanted !== 'auto') break;
    if (result.isUnprepared) choice.passOver(chosen.provider.id, last);
    else choice.forget(chosen.provider.id);
  }
  throw notAvailable(last ?? reason('no-sandbox-works'));
};

/** Nothing was done in it; why is told in words. */
export const notAvailable = (why: Reason): AppError =>
  new AppError('not-available', { ...why.params, what: 'sandbox', reason: why.code, why: why.code });

/** Who asked for one provider is told what that one lacks. */
const noneWorks = ({ choice, deps }: StartParts, wanted: string): Reason => {
  const meant = wanted === 'auto' ? [] : matching(deps.providers(), wanted).map(({ id }) => id);
  return choice.faults().find(({ provider }) => meant.includes(provider))?.reason ?? reason('no-sandbox-works');
};

interface NotStarted {
  readonly why: Reason;
  /** What it needs could not be had: another try now would end the same way. */
  readonly isUnprepared: boolean;
}

const startOnce = async (
  parts: StartParts,
  what: { workspaceId: string; chosen: Chosen },
  signal: AbortSignal,
): Promise<Started | NotStarted> => {
  const { deps } = parts;
  const { workspaceId } = what;
  const { provider } = what.chosen;
  const left = await previousGone(parts, workspaceId, provider);
  if (left !== null) {
    const row = deps.store.get(workspaceId);
    if (row !== null) setState(deps, { workspaceId, epoch: row.epoch }, { state: 'failed', reason: left });
    return { why: left, isUnprepared: false };
  }
  // I1: the epoch is committed before anything can run under it.
  const epoch = deps.store.claim(workspaceId, provider.id);
  deps.changed(workspaceId);
  const at = { workspaceId, epoch };
  const failed = (why: Reason, isUnprepared: boolean): NotStarted => {
    setState(deps, at, { state: 'failed', handle: null, reason: why });
    return { why, isUnprepared };
  };
  const told = (progress: Reason): void => void setState(deps, at, { state: 'preparing', reason: progress });
  const prepared = await prepareImage(provider, deps.recipeDir ?? null, told, signal);
  if (!prepared.ok) return failed(signal.aborted ? reason('image-cancelled') : prepared.why, !signal.aborted);
  // I1: still ours, and nothing runs under it yet.
  if (!setState(deps, at, { state: 'starting', reason: null })) return failed(reason('superseded'), false);
  const isUrgent = (): boolean => deps.isUrgent?.(workspaceId) ?? true;
  const waits = (why: Reason): void => void setState(deps, at, { state: 'starting', reason: why });
  const entered = await parts.admission.enter({ isUrgent, told: waits }, signal).catch(() => null);
  if (entered === null) return failed(reason('cancelled'), false);
  const extra = await deps.extraMounts?.(workspaceId).catch((error: unknown) => {
    entered();
    throw error;
  });
  try {
    const spec = { ...specOf(parts, at, extra?.mounts), image: prepared.image };
    const placed = await place(provider, spec, signal);
    if (!placed.ok) return failed(placed.why, false);
    const client = await greet(parts, { ...at, provider, handle: placed.handle, extra: extra ?? null }, signal);
    if ('toolbox' in client) return { provider, handle: placed.handle, epoch, client, adopted: false, fingerprint: spec.fingerprint };
    const unconfirmed = await stopAndConfirm(provider, placed.handle, 0);
    if (unconfirmed === null) return failed(client, false);
    setState(deps, at, { state: 'failed', reason: unconfirmed });
    return { why: unconfirmed, isUnprepared: false };
  } finally {
    entered();
    await extra?.release();
  }
};

/** The hello of what was placed, before anybody may use it; or why it will not be used. */
const greet = async (
  parts: StartParts,
  placed: { workspaceId: string; epoch: number; provider: SandboxProvider; handle: string; extra: ExtraMounts | null },
  signal: AbortSignal,
): Promise<ToolboxClient | Reason> => {
  const { deps } = parts;
  const { workspaceId, epoch, handle } = placed;
  if (!deps.store.set(workspaceId, epoch, { state: 'starting', handle })) return reason('superseded');
  let client: ToolboxClient | null = null;
  try {
    client = await connectToolbox(clientOptions(parts, placed), signal);
    const swapped = (await placed.extra?.verify(client.toolbox)) ?? null;
    if (swapped === null && setState(deps, placed, { state: 'ready', reason: null })) return client;
    client.close();
    return swapped ?? reason('superseded');
  } catch (error) {
    client?.close();
    return signal.aborted ? reason('cancelled') : reason('toolbox-silent', { detail: messageOf(error) });
  }
};

const clientOptions = (parts: StartParts, of: { workspaceId: string; provider: SandboxProvider; handle: string }): ClientOptions => {
  const connect = parts.deps.connect?.(of.workspaceId);
  return {
    ...parts.timing,
    open: (input, pipeSignal) => of.provider.open(of.handle, input, pipeSignal),
    nonce: randomUUID(),
    onStuck: parts.onStuck,
    ...(connect === undefined ? {} : { connect }),
  };
};

/** Takes over what an earlier host started: a new hello with a new nonce. null when that toolbox is not there any more. */
export const adoptSandbox = async (
  parts: StartParts,
  from: { workspaceId: string; epoch: number; handle: string; provider: SandboxProvider; fingerprint: string },
  signal: AbortSignal,
): Promise<Started | null> => {
  const { provider, handle, epoch } = from;
  try {
    const client = await connectToolbox(clientOptions(parts, from), signal);
    if (parts.deps.store.adopt(from.workspaceId, epoch))
      return { provider, handle, epoch, client, adopted: true, fingerprint: from.fingerprint };
    client.close();
  } catch (error) {
    parts.deps.log('warn', 'a sandbox of an earlier host could not be taken over', { handle, error: messageOf(error) });
  }
  return null;
};

/** I2: before epoch n+1 starts, n is confirmed gone. */
const previousGone = async (parts: StartParts, workspaceId: string, next: SandboxProvider): Promise<Reason | null> => {
  const { deps, choice } = parts;
  const row = deps.store.get(workspaceId);
  const before = row === null ? null : choice.byId(row.provider);
  if (row !== null && before === null && mayRun(row))
    return reason('not-confirmed-gone', { provider: row.provider, text: 'the provider is not enabled' });
  // Without a trace in the row the one before was confirmed gone when it ended, and need not be there to be asked.
  const asked = row !== null && before !== null && mayRun(row) ? [next, before] : [next];
  for (const provider of new Set(asked)) {
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
    return started.ok ? { ok: true, handle: started.value.handle } : { ok: false, why: reasonOfFault(provider.id, started) };
  } catch (error) {
    return { ok: false, why: reasonOfFault(provider.id, { code: 'threw', text: messageOf(error) }) };
  }
};

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
