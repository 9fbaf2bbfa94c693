import type { Json, Script, Action as SimAction } from '../sim/models/actions.ts';
import { appendCommand } from './plan.ts';

const directive = /\[\[(run|tell|ask) ([a-z0-9 ]+)\]\]/g;

/**
 * A model without chance: it does each [[directive]] that any user text holds and that it has not called for yet, all in one
 * answer, and then says that it is done. The id of a call is its nonce, so that its way can be followed.
 */
export const directedModel: Script = (request) => {
  const messages = (request.body.messages ?? []) as readonly Json[];
  const called = new Set(messages.flatMap((m) => (Array.isArray(m.tool_calls) ? (m.tool_calls as Json[]).map((c) => String(c.id)) : [])));
  const asked = messages.filter((m) => m.role === 'user').flatMap((m) => [...JSON.stringify(m.content).matchAll(directive)]);
  const calls = asked.flatMap(([, what, nonces]) =>
    String(nonces)
      .split(' ')
      .filter((nonce) => !called.has(`call_${nonce}`))
      .map((nonce) => callFor(String(what), nonce)),
  );
  if (calls.length > 0) return [{ do: 'drip', text: 'I will. ', everyMs: 1 }, ...calls];
  return [{ do: 'drip', text: 'It is done, as you wished.', everyMs: 1 }];
};

const callFor = (what: string, nonce: string): SimAction => {
  const id = `call_${nonce}`;
  if (what === 'run') return { do: 'tool', id, name: 'run', input: { command: appendCommand(nonce, 20) } };
  if (what === 'tell') return { do: 'tool', id, name: 'send_message', input: { chat: 'Notes', text: nonce } };
  return { do: 'tool', id, name: 'ask_user', input: { questions: [{ question: `Which ${nonce}?` }] } };
};
