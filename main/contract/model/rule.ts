import { z } from 'zod';
import { isZone } from './zone.ts';

const words = z.array(z.string().min(1).max(1000)).min(1).max(100);
const field = z.string().regex(/^[a-z][a-z0-9_]{0,59}$/i);
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** One thing that has to be so for a rule to match. What the call does not have is never so. */
export const RuleCondition = z.discriminatedUnion('is', [
  /** Its `path`, as the sandbox would resolve it, links included, is this folder of the workspace or below; '' is all of it. */
  z.strictObject({ is: z.literal('path-under'), folder: z.string().max(1000) }),
  /** The host of its `url` is one of these; `*.example.org` stands for all below it. */
  z.strictObject({ is: z.literal('host-in'), hosts: words }),
  /** It goes into one of these chats: by id, the name is for people. */
  z.strictObject({
    is: z.literal('chat-in'),
    chats: z
      .array(z.strictObject({ id: z.string().min(1).max(100), name: z.string().max(200) }))
      .min(1)
      .max(50),
  }),
  /** A field of its checked input is exactly one of these: a calendar, a command. */
  z.strictObject({
    is: z.literal('field-in'),
    field,
    values: z
      .array(z.union([z.string().max(20_000), z.number(), z.boolean()]))
      .min(1)
      .max(100),
  }),
  /** A field of its checked input is a number from 0 to this one. */
  z.strictObject({ is: z.literal('amount-at-most'), field, most: z.number().min(0).max(1e12) }),
  /** From one time of day to another, in a zone; over midnight when `to` is earlier. */
  z.strictObject({ is: z.literal('hours'), from: time, to: time, zone: z.string().min(1).max(60).refine(isZone, 'zone') }),
  /** While the rule itself has allowed fewer calls than this in the last hour. */
  z.strictObject({ is: z.literal('rate'), most: z.number().int().min(1).max(1000) }),
]);
export type RuleCondition = z.infer<typeof RuleCondition>;

export const ruleDecisions = ['allow', 'ask', 'deny'] as const;
export type RuleDecision = (typeof ruleDecisions)[number];

/** What a rule says; all conditions have to hold. Without one it is about every call of the tool. */
export const RuleBody = z.strictObject({
  /** A name, or `*` for all. */
  tool: z.string().min(1).max(120),
  conditions: z.array(RuleCondition).max(10),
  decision: z.enum(ruleDecisions),
});
export type RuleBody = z.infer<typeof RuleBody>;

/** A stored rule. The first one that matches wins, in the order of `ord`. */
export interface Rule extends RuleBody {
  readonly id: string;
  readonly workspaceId: string;
  /** Only in turns that this task began; it goes when the task is cancelled. */
  readonly taskId: string | null;
  readonly ord: number;
  /** The person. */
  readonly madeBy: string;
  readonly madeAt: number;
}
