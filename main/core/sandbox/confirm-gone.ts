import { messageOf } from '#contract/errors.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import type { SandboxProvider } from '#plugin-api';
import type { SandboxRow } from './ports.ts';

/** Stops one sandbox; null when it is confirmed gone, otherwise why that is not known. */
export const stopAndConfirm = async (provider: SandboxProvider, handle: string, graceMs: number): Promise<Reason | null> => {
  try {
    const stopped = await provider.stop(handle, graceMs);
    return stopped.ok ? null : reason('not-confirmed-gone', { provider: provider.id, text: stopped.text });
  } catch (error) {
    return reason('not-confirmed-gone', { provider: provider.id, text: messageOf(error) });
  }
};

/** Ends everything a provider still has of this install (of one workspace, if named); null when all is confirmed gone. */
export const endLeftovers = async (
  provider: SandboxProvider,
  of: { installId: string; workspaceId?: string },
  found: (handle: string) => void,
): Promise<Reason | null> => {
  try {
    let open: Reason | null = null;
    for (const left of await provider.list(of.installId)) {
      if (of.workspaceId !== undefined && left.workspaceId !== of.workspaceId) continue;
      found(left.handle);
      open = (await stopAndConfirm(provider, left.handle, 0)) ?? open;
    }
    return open;
  } catch (error) {
    return reason('not-confirmed-gone', { provider: provider.id, text: messageOf(error) });
  }
};

/** Whether a row says that something may be running. */
export const mayRun = (row: SandboxRow): boolean => row.handle !== null || (row.state !== 'absent' && row.state !== 'failed');
