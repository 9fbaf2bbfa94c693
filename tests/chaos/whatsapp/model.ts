import type { Json, Script } from '../../sim/models/actions.ts';

/** A model without chance: it says every nonce that anybody has asked for and that it has not said yet. */
export const echoModel: Script = (request) => {
  const messages = (request.body.messages ?? []) as readonly Json[];
  const textOf = (role: string): string =>
    messages
      .filter((m) => m.role === role)
      .map((m) => JSON.stringify(m.content))
      .join('\n');
  const said = new Set([...textOf('assistant').matchAll(/Said (n\d+x\d+z)\./g)].map(([, nonce]) => nonce));
  const asked = [...textOf('user').matchAll(/please say (n\d+x\d+z)/g)].map(([, nonce]) => nonce);
  const fresh = [...new Set(asked)].filter((nonce) => !said.has(nonce));
  return [{ do: 'drip', text: fresh.length === 0 ? 'Nothing new.' : fresh.map((nonce) => `Said ${nonce}.`).join(' '), everyMs: 1 }];
};
