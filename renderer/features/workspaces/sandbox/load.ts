import type { SandboxLiveView } from '#contract/ui/domains/sandbox.ts';

/** Processor shares over time, 1 is one whole core; the newest last. */
export interface Load {
  readonly shares: readonly number[];
  readonly last: { readonly atMs: number; readonly cpuSeconds: number } | null;
}
export const noLoad: Load = { shares: [], last: null };
const kept = 30;

/** Two looks make a share; one that went back (another start) begins anew. */
export const addSample = ({ shares, last }: Load, { atMs, usage }: SandboxLiveView): Load => {
  if (usage === null) return noLoad;
  const now = { atMs, cpuSeconds: usage.cpuSeconds };
  if (last === null || usage.cpuSeconds < last.cpuSeconds || atMs <= last.atMs) return { shares: [], last: now };
  const share = ((usage.cpuSeconds - last.cpuSeconds) * 1_000) / (atMs - last.atMs);
  return { shares: [...shares, share].slice(-kept), last: now };
};
