import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { base } from './base.ts';

const code = z.string().min(1).max(100).nullable().default(null);
/** As the rule of a filter: any rule that the owner made. */
export const anyOwnRule = 'rule:';
export const AuditFilter = z.object({
  workspaceId: code,
  decision: code,
  rule: code,
  /** As stored: person:ID, agent:ID or a part of the host. */
  actor: code,
  /** A span in UTC ms: a day of the reader's calendar. */
  fromMs: z.number().nullable().default(null),
  toMs: z.number().nullable().default(null),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

const actorFields = {
  actor: z.string(),
  /** The person behind it, as shown; null when it was nobody. */
  who: z.string().nullable(),
  /** Whether that person did it, or the assistant did with their authority. */
  by: z.enum(['person', 'agent', 'host']),
};
export const AuditView = z.object({
  seq: z.number(),
  at: z.number(),
  ...actorFields,
  workspaceId: z.string().nullable(),
  turnId: z.string().nullable(),
  decision: z.string(),
  rule: z.string(),
  /** The sentence of the owner's rule that decided; null when none did, or it is gone. */
  ruleText: z.string().nullable(),
  outcome: z.string(),
  detail: z.string(),
  /** What it was about, in words. */
  about: z.string(),
  /** Where that was, and the message to jump to; null when it belongs to no chat, or that is gone. */
  chat: z.object({ id: z.string(), name: z.string(), messageSeq: z.number().int().nullable() }).nullable(),
});
export type AuditView = z.infer<typeof AuditView>;

export const audit = {
  /** Newest first; the page after it begins before its last row. */
  list: base
    .input(
      z.object({
        filter: AuditFilter.prefault({}),
        before: z.number().int().nullable().default(null),
        limit: z.number().int().min(1).max(500).default(100),
      }),
    )
    .output(z.array(AuditView)),
  /** What the filters offer. The owner's own rules stand apart, the newest first: `text` is null for one that is gone. */
  choices: base.output(
    z.object({
      decisions: z.array(z.string()),
      rules: z.array(z.string()),
      ownRules: z.array(z.object({ rule: z.string(), text: z.string().nullable(), workspace: z.string() })),
      actors: z.array(z.object(actorFields)),
    }),
  ),
  /** Everything that fits the filter, as pieces of one file; `json` is a line for each row. */
  export: base
    .input(z.object({ filter: AuditFilter.prefault({}), format: z.enum(['json', 'csv']) }))
    .output(eventIterator(z.object({ text: z.string(), rows: z.number().int() }))),
  /** `problems`: each in words; `text` is all of it in one. */
  verify: base.output(z.object({ ok: z.boolean(), rows: z.number(), text: z.string(), problems: z.array(z.string()) })),
};
