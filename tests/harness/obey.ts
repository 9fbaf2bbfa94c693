import type { Action, Json, SimRequest } from '../sim/models/actions.ts';
import { lastResults, messagesOf } from './wire.ts';

/** What a person has to write so that `obey` calls a tool. */
export const calling = (tool: string, input: Json = {}): string => `call ${tool} ${JSON.stringify(input)}`;

const wordsOf = (content: unknown): string =>
  typeof content === 'string' ? content : Array.isArray(content) ? content.map((part: Json) => String(part.text ?? '')).join('\n') : '';

/** A model that does as it is told: it makes the one call that the last message names, then says the result. */
export const obey = (request: SimRequest): Action[] => {
  const [result] = lastResults(request);
  if (result !== undefined) return [{ do: 'text', text: result }];
  const last = messagesOf(request).findLast((m) => m.role === 'user');
  // Who is not the owner is told behind bars.
  const order = /^(?:(?<=, not the owner · [^\]\n]*\]\n+(?:\| .*\n)*)\| )?call (\w+) (\{.*\})$/gm;
  const [, name, input] = [...wordsOf(last?.content).matchAll(order)].at(-1) ?? [];
  return name === undefined ? [{ do: 'text', text: 'Nothing to do.' }] : [{ do: 'tool', name, input: JSON.parse(input ?? '{}') }];
};
