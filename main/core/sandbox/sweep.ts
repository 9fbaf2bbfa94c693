import { isAppError, messageOf } from '#contract/errors.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import type { SandboxListing, SandboxProvider } from '#plugin-api';
import { mayRun, stopAndConfirm } from './confirm-gone.ts';
import type { SandboxDeps, SandboxRow, SandboxTiming } from './ports.ts';
import { matching } from './provider-choice.ts';
import { fingerprintNow } from './spec.ts';
import { setState } from './start-sandbox.ts';

interface SweepParts {
  readonly deps: SandboxDeps;
  readonly timing: SandboxTiming;
}
type Adopt = (
  workspaceId: string,
  from: { epoch: number; handle: string; provider: SandboxProvider; fingerprint: string },
) => Promise<boolean>;
interface Swept {
  readonly adopted: ReadonlySet<string>;
  /** null when all the rest is confirmed gone. */
  readonly unconfirmed: Reason | null;
}

/**
 * At start: of what an earlier host left, the sandboxes that are as they would be started now are taken over; the rest ends
 * and is confirmed gone. A provider that no row names is asked too, but nobody waits for it.
 */
export const createSweep = (parts: SweepParts, adopt: Adopt) => async (): Promise<void> => {
  const { deps } = parts;
  const rows = deps.store.list().filter(mayRun);
  const named = new Set(rows.map((row) => row.provider));
  const providers = deps.providers().map(({ impl }) => impl);
  const swept = new Map<string, Swept>();
  const sweepNamed = async (provider: SandboxProvider): Promise<void> => {
    swept.set(provider.id, await sweepProvider(parts, provider, adopt));
  };
  for (const provider of providers) if (!named.has(provider.id)) void endStrays(deps, provider);
  await Promise.all(providers.filter(({ id }) => named.has(id)).map(sweepNamed));
  for (const row of rows) {
    const at = { workspaceId: row.workspaceId, epoch: row.epoch };
    const result = swept.get(row.provider);
    if (result?.adopted.has(row.workspaceId)) deps.changed(row.workspaceId);
    else if (result === undefined)
      setState(deps, at, {
        state: 'failed',
        reason: reason('not-confirmed-gone', { provider: row.provider, text: 'the provider is not enabled' }),
      });
    else if (result.unconfirmed !== null) setState(deps, at, { state: 'failed', reason: result.unconfirmed });
    else setState(deps, at, { state: 'absent', handle: null, reason: reason('host-died') });
  }
};

const sweepProvider = async (parts: SweepParts, provider: SandboxProvider, adopt: Adopt): Promise<Swept> => {
  const { deps } = parts;
  const adopted = new Set<string>();
  let unconfirmed: Reason | null = null;
  try {
    await Promise.all(
      (await provider.list(deps.installId)).map(async (left) => {
        const row = deps.store.get(left.workspaceId);
        if (row !== null && (await isAsNow(parts, provider, left, row))) {
          if (await adopt(left.workspaceId, { epoch: left.epoch, handle: left.handle, provider, fingerprint: left.fingerprint ?? '' })) {
            deps.log('info', 'took over a sandbox of an earlier host', { provider: provider.id, handle: left.handle });
            return void adopted.add(left.workspaceId);
          }
        }
        deps.log('info', 'ending a sandbox of an earlier host', { provider: provider.id, handle: left.handle });
        unconfirmed = (await stopAndConfirm(provider, left.handle, 0)) ?? unconfirmed;
      }),
    );
  } catch (error) {
    unconfirmed = reason('not-confirmed-gone', { provider: provider.id, text: messageOf(error) });
  }
  return { adopted, unconfirmed };
};

/** Whether it is the sandbox of its row's epoch, complete, and with everything that was set since. */
const isAsNow = async (parts: SweepParts, provider: SandboxProvider, left: SandboxListing, row: SandboxRow): Promise<boolean> => {
  if (parts.deps.isHalted?.() || provider.outlivesHost !== true || left.state !== 'running' || row.state !== 'ready') return false;
  if (row.provider !== provider.id || row.handle !== left.handle || row.epoch !== left.epoch) return false;
  if (!isMeant(parts.deps, provider, left.workspaceId)) return false;
  return (await fingerprintNow(parts, left.workspaceId)) === left.fingerprint;
};

const isMeant = (deps: SandboxDeps, provider: SandboxProvider, workspaceId: string): boolean => {
  try {
    return matching(deps.providers(), deps.choice(workspaceId)).some(({ id }) => id === provider.id);
  } catch (error) {
    if (isAppError(error)) return false;
    throw error;
  }
};

/** Nothing is known of them; what this host has started meanwhile is left alone. */
const endStrays = async (deps: SandboxDeps, provider: SandboxProvider): Promise<void> => {
  try {
    for (const left of await provider.list(deps.installId)) {
      const row = deps.store.get(left.workspaceId);
      if (row?.provider === provider.id && row.epoch === left.epoch) continue;
      deps.log('info', 'ending a stray sandbox', { provider: provider.id, handle: left.handle });
      await stopAndConfirm(provider, left.handle, 0);
    }
  } catch (error) {
    deps.log('debug', 'strays could not be looked for', { provider: provider.id, error: messageOf(error) });
  }
};
