import type { SandboxPanelView } from '#contract/ui/domains/sandbox.ts';

/** What a person can press about a fault of a sandbox, the most helpful first. */
export type Remedy =
  | { readonly do: 'start' | 'automatic' | 'space' | 'files' }
  | { readonly do: 'plugin'; readonly plugin: string }
  | { readonly do: 'copy'; readonly command: string };

const settings = new Set(['engine-misconfigured', 'image-missing', 'image-unfit', 'image-no-recipe']);
const joinDocker = 'sudo usermod -aG docker $USER';

/** For a fault of a provider, or of a start that has no provider. */
export const remediesFor = (
  code: string,
  provider: string | null,
  panel: Pick<SandboxPanelView, 'kinds' | 'choice'>,
): readonly Remedy[] => {
  const plugin = panel.kinds.find((kind) => kind.provider === provider)?.plugin;
  const start = { do: 'start' } as const;
  const automatic = panel.choice === 'auto' ? [] : [{ do: 'automatic' } as const];
  if (code === 'disk-quota') return [{ do: 'files' }, start];
  if (code === 'engine-disk-full') return [{ do: 'space' }, start, ...automatic];
  if (code === 'engine-denied') return [{ do: 'copy', command: joinDocker }, start, ...automatic];
  if (settings.has(code) && plugin !== undefined) return [{ do: 'plugin', plugin }, start, ...automatic];
  return [start, ...automatic];
};

export interface Trouble {
  readonly reason: NonNullable<SandboxPanelView['reason']>;
  readonly provider: string | null;
  /** False: another sandbox does the work meanwhile. */
  readonly blocks: boolean;
}

/** Nobody lacks an engine that was never installed, as long as another sandbox works. */
const quiet = new Set(['engine-absent', 'image-no-recipe', 'start-failed', 'not-installed']);
/** It ended for a reason that somebody should know of, though the next use starts it again. */
const told = new Set(['disk-quota', 'toolbox-ended', 'toolbox-silent', 'call-stuck', 'processes-survived', 'engine-gone', 'made-room']);

/** What is wrong with a workspace's sandbox, or was at its last end; null when nothing is. */
export const troubleOf = (panel: SandboxPanelView): Trouble | null => {
  const { state, reason, faults, provider, isolation, kinds, wanted } = panel;
  const meant = kinds.filter((kind) => wanted === 'auto' || wanted === kind.plugin || wanted === kind.provider);
  const lacking = faults.filter((fault) => meant.some((kind) => kind.provider === fault.provider));
  if (isolation === null) {
    const fault = lacking[0];
    return { reason: fault?.reason ?? reason ?? { code: 'no-sandbox-works', params: {} }, provider: fault?.provider ?? null, blocks: true };
  }
  if (state === 'failed' && reason !== null) return { reason, provider, blocks: true };
  const fault = lacking.find((one) => one.provider !== provider && !quiet.has(one.reason.code));
  if (fault) return { reason: fault.reason, provider: fault.provider, blocks: false };
  if (state === 'absent' && reason !== null && told.has(reason.code)) return { reason, provider, blocks: false };
  return null;
};

/** A stronger kind that is only not there; said without alarm. */
export const strongerMissing = ({ faults, kinds, provider, wanted }: SandboxPanelView): SandboxPanelView['faults'][number] | null => {
  if (wanted !== 'auto' || provider === null) return null;
  const stronger = kinds.slice(
    0,
    kinds.findIndex((kind) => kind.provider === provider),
  );
  return faults.find((fault) => quiet.has(fault.reason.code) && stronger.some((kind) => kind.provider === fault.provider)) ?? null;
};
