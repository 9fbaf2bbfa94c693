import { z } from 'zod';
import { Reason } from '../../model/reason.ts';
import { sandboxStates } from '../../model/states.ts';
import { base, id } from './base.ts';

export const networkModes = ['off', 'allow-list', 'open'] as const;
const host = z.string().trim().min(1).max(253);
const mountName = z.string().trim().min(1).max(40);

export const ConnectionView = z.object({
  seq: z.number().int(),
  at: z.number(),
  host: z.string(),
  port: z.number().int(),
  address: z.string().nullable(),
  /** `connected`, or the code of the refusal; `text` says it. */
  outcome: z.string(),
  text: z.string(),
  /** Whether allowing the host would help. */
  canAllow: z.boolean(),
  sentBytes: z.number(),
  receivedBytes: z.number(),
});
export type ConnectionView = z.infer<typeof ConnectionView>;

export const MountView = z.object({
  name: z.string(),
  path: z.string(),
  wantsWrite: z.boolean(),
  /** What it is at the next start; null while it is refused. */
  write: z.boolean().nullable(),
  reason: Reason.nullable(),
});

export const SandboxPanelView = z.object({
  workspaceId: z.string(),
  state: z.enum(sandboxStates),
  reason: Reason.nullable(),
  provider: z.string().nullable(),
  epoch: z.number().int(),
  image: z.string().nullable(),
  startedAt: z.number().nullable(),
  /** It was started by an earlier run of Pynchy and taken over. */
  adopted: z.boolean(),
  usage: z.object({ cpuSeconds: z.number(), memBytes: z.number(), calls: z.number().int() }).nullable(),
  processes: z.array(z.object({ pid: z.number().int(), command: z.string(), seconds: z.number(), memBytes: z.number() })),
  network: z.object({ mode: z.enum(networkModes), hosts: z.array(z.string()), recent: z.array(ConnectionView) }),
  mounts: z.array(MountView),
  /** What is wrong with sandboxes that this computer could have. */
  faults: z.array(z.object({ provider: z.string(), reason: Reason })),
});
export type SandboxPanelView = z.infer<typeof SandboxPanelView>;

export const MountListView = z.object({
  allowedRoots: z.array(z.object({ path: z.string().min(1).max(1_000), allowReadWrite: z.boolean(), description: z.string().max(200) })),
  blockedPatterns: z.array(z.string().min(1).max(100)),
  nonAdminReadOnly: z.boolean(),
});

export const sandbox = {
  panel: base.input(z.object({ id })).output(SandboxPanelView),
  /** Ends it with all that runs in it, and starts it anew: /tmp and the home folder in it are empty then. */
  restart: base.input(z.object({ id })).output(SandboxPanelView),
  stop: base.input(z.object({ id })).output(SandboxPanelView),
  setNetwork: base.input(z.object({ id, mode: z.enum(networkModes) })).output(SandboxPanelView),
  /** At once, also for a sandbox that runs. */
  allowHost: base.input(z.object({ id, host })).output(SandboxPanelView),
  forgetHost: base.input(z.object({ id, host })).output(SandboxPanelView),
  /** Newest first. */
  connections: base
    .input(z.object({ id, before: z.number().int().nullable().default(null), limit: z.number().int().min(1).max(200).default(50) }))
    .output(z.array(ConnectionView)),
  /** Takes effect at the next start; the sandbox is restarted when nothing runs in it. */
  setMount: base.input(z.object({ id, name: mountName, path: z.string().min(1).max(1_000), write: z.boolean() })).output(SandboxPanelView),
  removeMount: base.input(z.object({ id, name: mountName })).output(SandboxPanelView),
  /** null: there is none yet, so nothing may be mounted. */
  mountList: base.output(MountListView.nullable()),
  setMountList: base.input(MountListView).output(MountListView),
  images: base.output(z.array(z.object({ provider: z.string(), id: z.string(), name: z.string(), bytes: z.number(), inUse: z.boolean() }))),
  /** Only images of ours that nothing uses. */
  removeUnusedImages: base.output(z.object({ freedBytes: z.number() })),
};
