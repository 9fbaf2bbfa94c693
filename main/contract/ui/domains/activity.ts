import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { Reason } from '../../model/reason.ts';
import { turnStates, turnWaits } from '../../model/states.ts';
import { base, id } from './base.ts';

export const ActivityFilter = z.object({
  workspaceId: id.nullable().default(null),
  /** Empty: all. */
  states: z.array(z.enum(turnStates)).max(turnStates.length).default([]),
  tool: z.string().max(100).nullable().default(null),
  /** Words that stand in what was asked or answered. */
  text: z.string().max(200).default(''),
  /** Turns that began in this span, UTC ms: a day of the reader's calendar. */
  fromMs: z.number().nullable().default(null),
  toMs: z.number().nullable().default(null),
});
export type ActivityFilter = z.infer<typeof ActivityFilter>;

export const ActivityTurn = z.object({
  id: z.string(),
  /** Where it stands in the order of all turns. */
  seq: z.number().int(),
  chatId: z.string(),
  chat: z.string(),
  channel: z.string(),
  workspace: z.string(),
  kind: z.enum(['message', 'task', 'delegate']),
  /** Who started it. */
  who: z.string(),
  /** The beginning of what was asked. */
  asked: z.string(),
  /** The message to jump to. */
  messageSeq: z.number().int().nullable(),
  state: z.enum(turnStates),
  wait: z.enum(turnWaits).nullable(),
  reason: Reason.nullable(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  /** Its tool calls by name. What was refused, or broke before it ended, is among the calls and did nothing; `unknown` may have. */
  tools: z.array(
    z.object({
      name: z.string(),
      calls: z.number().int(),
      failed: z.number().int(),
      denied: z.number().int(),
      undone: z.number().int(),
      unknown: z.number().int(),
    }),
  ),
  tokensIn: z.number().int(),
  tokensOut: z.number().int(),
  account: z.string().nullable(),
  model: z.string().nullable(),
});
export type ActivityTurn = z.infer<typeof ActivityTurn>;

export const activity = {
  /** Turns over all chats, newest first. */
  list: base
    .input(
      z.object({
        filter: ActivityFilter,
        before: z.number().int().nullable().default(null),
        limit: z.number().int().min(1).max(200).default(50),
      }),
    )
    .output(z.object({ turns: z.array(ActivityTurn), before: z.number().int().nullable() })),
  /** Names of tools that were ever used. */
  tools: base.output(z.array(z.string())),
  /** Everything that fits the filter, as pieces of one file. */
  export: base
    .input(z.object({ filter: ActivityFilter, format: z.enum(['json', 'csv']) }))
    .output(eventIterator(z.object({ text: z.string(), turns: z.number().int() }))),
};
