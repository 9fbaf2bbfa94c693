import { z } from 'zod';
import { Reason } from '../model/reason.ts';
import { isolations, messageStates, sandboxStates, turnStates } from '../model/states.ts';

/** What screens and the CLI are shown of the host and what it runs. Times are UTC ms. */

export const SandboxView = z.object({
  workspaceId: z.string(),
  workspace: z.string(),
  provider: z.string().nullable(),
  isolation: z.enum(isolations).nullable(),
  version: z.string().nullable(),
  state: z.enum(sandboxStates),
  reason: Reason.nullable(),
  sentence: z.string(),
});
export type SandboxView = z.infer<typeof SandboxView>;

export const TaskView = z.object({
  id: z.string(),
  workspace: z.string(),
  chatId: z.string(),
  prompt: z.string(),
  rule: z.string(),
  zone: z.string(),
  enabled: z.boolean(),
  nextAt: z.number().nullable(),
  last: z.object({ dueAt: z.number(), state: z.string() }).nullable(),
});
export type TaskView = z.infer<typeof TaskView>;

export const PluginView = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  version: z.string(),
  enabled: z.boolean(),
  state: z.enum(['active', 'disabled', 'failed', 'activating']),
  reason: Reason.nullable(),
  permissions: z.array(z.object({ kind: z.string(), why: z.string() })),
  contributes: z.array(z.object({ kind: z.string(), id: z.string(), title: z.string() })),
  settingsSchema: z.record(z.string(), z.unknown()).nullable(),
  /** It can try settings before they are saved. */
  canTest: z.boolean(),
  settings: z.record(z.string(), z.unknown()),
});
export type PluginView = z.infer<typeof PluginView>;

export const StatusView = z.object({
  host: z.object({
    version: z.string(),
    pid: z.number(),
    bootId: z.string(),
    startedAt: z.number(),
    dataDir: z.string(),
    url: z.string().nullable(),
    vault: z.enum(['ready', 'locked', 'damaged']),
    /** Nothing new starts. */
    paused: z.boolean(),
    /** Everything was stopped by the emergency stop. */
    stopped: z.boolean(),
    notices: z.array(Reason),
  }),
  connections: z.array(
    z.object({
      id: z.string(),
      channel: z.string(),
      name: z.string(),
      state: z.string(),
      /** Of linked numbers: why, when the network was last heard, and when it is tried next. */
      reason: Reason.nullable().optional(),
      heardAt: z.number().nullable().optional(),
      nextTryAt: z.number().nullable().optional(),
    }),
  ),
  sandboxes: z.array(SandboxView),
  turns: z.object({
    running: z.array(
      z.object({
        id: z.string(),
        chatId: z.string(),
        state: z.enum(turnStates),
        messages: z.array(z.object({ id: z.string(), state: z.enum(messageStates) })),
      }),
    ),
    queued: z.number().int(),
  }),
  tasks: z.array(TaskView),
});
export type StatusView = z.infer<typeof StatusView>;
