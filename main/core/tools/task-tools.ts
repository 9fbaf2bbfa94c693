import { z } from 'zod';
import type { Task } from '#contract/model/records.ts';
import { defineTool } from './define.ts';
import { type AgentTool, noFlows } from './tool.ts';

export interface TaskRequest {
  readonly prompt: string;
  readonly in?: string | undefined;
  readonly once?: string | undefined;
  readonly every?: string | undefined;
  readonly cron?: string | undefined;
  readonly zone?: string | undefined;
}
export interface TaskToolDeps {
  /** The stored task (with what the session has met), or why the rule does not work. */
  schedule(
    request: TaskRequest,
    from: { workspaceId: string; chatId: string; personId: string; sessionId: string },
  ): { ok: true; task: Task } | { ok: false; text: string };
  list(workspaceId: string): Task[];
  /** Its words were written after outside text was read. */
  isTainted(taskId: string): boolean;
  cancel(workspaceId: string, id: string): boolean;
  describe(task: Task): string;
  /** A time in the task's zone, e.g. "2026-11-22 10:05 (Europe/Berlin)". */
  timeText(ms: number, zone: string): string;
}

export const taskTools = (deps: TaskToolDeps): AgentTool[] => [
  defineTool({
    name: 'schedule_task',
    description:
      'Let this prompt come back later as a message in this chat. Give exactly one of: in ("10m", "2h"), once (local time, "2026-12-01T09:00"), every ("30m"), cron ("0 9 * * 1-5").',
    schema: z.object({
      prompt: z.string().min(1).max(10_000),
      in: z.string().max(40).optional(),
      once: z.string().max(40).optional(),
      every: z.string().max(40).optional(),
      cron: z.string().max(100).optional(),
      zone: z.string().max(60).optional().describe("IANA zone; default: this computer's"),
    }),
    tier: 'write',
    flows: noFlows,
    effect: 'once',
    async run(input, context) {
      const made = deps.schedule(input, {
        workspaceId: context.workspace.id,
        chatId: context.chat.id,
        personId: context.turn.authorityPersonId,
        sessionId: context.turn.sessionId,
      });
      if (!made.ok) return { ok: false, text: made.text };
      return {
        ok: true,
        text: `scheduled: id ${made.task.id} next ${made.task.nextAt === null ? 'never' : deps.timeText(made.task.nextAt, made.task.zone)} (${deps.describe(made.task)})`,
      };
    },
  }),
  defineTool({
    name: 'list_tasks',
    description: 'The scheduled tasks of this workspace.',
    schema: z.object({}),
    tier: 'read',
    flows: noFlows,
    effect: 'none',
    async run(_, context) {
      const tasks = deps.list(context.workspace.id);
      return {
        ok: true,
        untrusted: tasks.some((t) => deps.isTainted(t.id)),
        source: { what: 'Tasks, some of them planned after outside text was read' },
        text:
          tasks.length === 0
            ? 'no tasks are scheduled'
            : tasks
                .map(
                  (t) =>
                    `${t.id} · ${deps.describe(t)} · next ${t.nextAt === null ? 'never' : deps.timeText(t.nextAt, t.zone)} · ${t.prompt}`,
                )
                .join('\n'),
      };
    },
  }),
  defineTool({
    name: 'cancel_task',
    description: 'Cancel a scheduled task by its id.',
    schema: z.object({ id: z.string().min(1).max(80) }),
    tier: 'write',
    flows: noFlows,
    effect: 'idempotent',
    run: async (input, context) =>
      deps.cancel(context.workspace.id, input.id)
        ? { ok: true, text: `cancelled ${input.id}` }
        : { ok: false, text: `There is no active task ${input.id}.` },
  }),
];
