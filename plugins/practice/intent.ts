import type { JsonObject } from '#plugin-api';
import type { Sentence } from './sentence.ts';

/** What a tool answered, in the order of the calls since the sentence. */
export interface ToolReply {
  readonly tool: string;
  readonly input: JsonObject;
  readonly text: string;
  readonly isError: boolean;
}

/** The next thing to do: call a tool (after saying something, where it helps) or end with a sentence. */
export type Move =
  | { readonly kind: 'call'; readonly tool: string; readonly input: JsonObject; readonly before: string }
  | { readonly kind: 'say'; readonly text: string };

export const call = (tool: string, input: JsonObject, before = ''): Move => ({ kind: 'call', tool, input, before });
export const say = (text: string): Move => ({ kind: 'say', text });

/** Decides the next move from the replies so far; `earlier` are the replies before the sentence. Pure. */
export type NextMove = (replies: readonly ToolReply[], earlier: readonly ToolReply[]) => Move;

/** One rule: which sentences it knows, and what it does next. Both functions are pure. */
export interface IntentRule<P> {
  readonly id: string;
  readonly examples: readonly string[];
  /** It answers failed calls itself; elsewhere a failed call ends the job with the reason. */
  readonly takesFailures?: boolean;
  match(sentence: Sentence): P | null;
  next(params: P, replies: readonly ToolReply[], earlier: readonly ToolReply[]): Move;
}

/** A rule with its parameters hidden, so that different rules fit into one list. */
export interface Intent {
  readonly id: string;
  readonly examples: readonly string[];
  readonly takesFailures: boolean;
  /** Null when the sentence is not one of this rule's. */
  begin(sentence: Sentence): NextMove | null;
}

export const defineIntent = <P>(rule: IntentRule<P>): Intent => ({
  id: rule.id,
  examples: rule.examples,
  takesFailures: rule.takesFailures ?? false,
  begin(sentence) {
    const params = rule.match(sentence);
    return params === null ? null : (replies, earlier) => rule.next(params, replies, earlier);
  },
});
