import { randomUUID } from 'node:crypto';
import type { HostClient } from '#contract/client/connect.ts';
import type { AskView } from '#contract/ui/views.ts';
import { until } from '../harness/until.ts';
import { lastResults, textOf } from '../harness/wire.ts';
import type { Action, Json } from '../sim/models/actions.ts';
import type { ModelSim } from '../sim/models/server.ts';

/** What the hostile model answers next; it may look at what its last calls brought. */
export type Step = readonly Action[] | ((results: readonly string[]) => readonly Action[]);

export const call = (name: string, input: Json = {}): Action[] => [{ do: 'tool', name, input }];
export const say = (text: string): Action[] => [{ do: 'text', text }];

export interface Driven {
  /** Everything a person was asked, in order. */
  readonly asked: AskView[];
  /** What the model got to read of its calls, in order. */
  readonly results: string[];
  /** Whole requests as they went to the model, in order. */
  readonly prompts: string[];
  readonly state: string;
  readonly reply: string;
}

export interface Drive {
  readonly client: HostClient;
  readonly sim: ModelSim;
  readonly chatId: string;
  /** What the person wrote. */
  readonly text?: string;
  readonly files?: readonly string[];
  /** What becomes of a request; without it the person says no. */
  readonly onAsk?: (ask: AskView) => Promise<unknown>;
}

/** Lets the model do this, step by step, and then stop. */
export const scripted = (sim: ModelSim, steps: readonly Step[]): { results: string[]; prompts: string[] } => {
  const left = [...steps];
  const told = { results: [] as string[], prompts: [] as string[] };
  sim.script((request) => {
    const results = lastResults(request);
    told.results.push(...results);
    told.prompts.push(`${String(request.body.system ?? '')}\n${textOf(request)}`);
    const step = left.shift();
    return (typeof step === 'function' ? step(results) : step) ?? say('Done.');
  });
  return told;
};

const over = new Set(['answered', 'failed', 'ignored']);

/** One message of a person, answered by a model that does what the attack says. Resolves when nothing of it runs any more. */
export const drive = async (o: Drive, steps: readonly Step[]): Promise<Driven> => {
  const { client } = o;
  const told = scripted(o.sim, steps);
  const { messageId } = await client.messages.send({
    chatId: o.chatId,
    text: o.text ?? 'Go on.',
    clientId: randomUUID(),
    files: [...(o.files ?? [])],
  });
  const asked: AskView[] = [];
  const end = await until(client, `the end of ${messageId}`, async () => {
    const found = await client.messages.turnOf({ messageId });
    if (over.has(found.messageState)) return found;
    const ask = (await client.asks.list({ state: 'pending' })).find(
      (a) => a.turnId === found.turn?.id && !asked.some(({ id }) => id === a.id),
    );
    if (ask) {
      asked.push(ask);
      await (o.onAsk?.(ask) ?? client.asks.answer({ id: ask.id, decision: 'deny' }));
    }
    return null;
  });
  return { asked, ...told, state: end.turn?.state ?? end.messageState, reply: end.reply ?? '' };
};
