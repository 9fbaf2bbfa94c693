import { z } from 'zod';
import { Reason } from '../../model/reason.ts';
import { RuleBody } from '../../model/rule.ts';
import { base, id, name } from './base.ts';

export const RuleView = RuleBody.extend({
  id: z.string(),
  workspace: z.string(),
  /** The rule as a sentence. */
  text: z.string(),
  /** What the task it is bound to is called. */
  task: z.string().nullable(),
  madeBy: z.string(),
  madeAt: z.number(),
});
export type RuleView = z.infer<typeof RuleView>;

/** What would become of a call, and which rule says so. */
export const Trial = z.object({
  verdict: z.enum(['allow', 'ask', 'deny']),
  /** As it would stand in the audit log. */
  rule: z.string(),
  /** When one of the workspace's rules decides. */
  ruleText: z.string().nullable(),
  why: Reason,
});
export type Trial = z.infer<typeof Trial>;

/** The rule that "Always allow" would make of a request, or why there is none. */
export const AlwaysOffer = z.discriminatedUnion('can', [
  z.object({ can: z.literal(true), text: z.string() }),
  z.object({ can: z.literal(false), why: Reason }),
]);
export type AlwaysOffer = z.infer<typeof AlwaysOffer>;

/** The owner's rules, asked in their order before a tool's tier is. */
export const rules = {
  list: base.input(z.object({ workspace: name })).output(z.array(RuleView)),
  /** Before all others, so that it wins where it matches. */
  add: base.input(z.object({ workspace: name, rule: RuleBody })).output(RuleView),
  remove: base.input(z.object({ id })).output(z.object({ removed: z.literal(true) })),
  /** One place earlier. */
  raise: base.input(z.object({ id })).output(z.array(RuleView)),
  /** Decides a call without making it. `chat` in the input is a name, as the assistant gives it. */
  try: base
    .input(
      z.object({
        workspace: name,
        tool: z.string().min(1).max(120),
        input: z.record(z.string(), z.json()),
        /** As if the conversation had met this. */
        outsideText: z.boolean().default(false),
        privateData: z.boolean().default(false),
      }),
    )
    .output(Trial),
  /** For a request that waits. `task` is null where no task began the work. */
  offers: base.input(z.object({ askId: id })).output(z.object({ here: AlwaysOffer, task: AlwaysOffer.nullable() })),
  /** Stores the rule that was shown; refused when it would be another one. The request itself stays as it is. */
  always: base.input(z.object({ askId: id, scope: z.enum(['here', 'task']), text: z.string().max(50_000) })).output(RuleView),
};
