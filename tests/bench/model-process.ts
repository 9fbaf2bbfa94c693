import { setTimeout as delay } from 'node:timers/promises';
import type { Action, Script } from '../sim/models/actions.ts';
import { readConversation } from '../sim/models/conversation.ts';
import { startModelSim } from '../sim/models/server.ts';

// The simulated model in a process of its own, so that its work is not counted as ours. Zero think time.

const tokenMs = 5;
const tokens = 2_000;
// 200 tokens a second of what is hard to show: headings, lists, a table, code.
const stream = (): Action[] => {
  const block =
    '## Part\n\nSome **bold** words and a [link](https://example.org).\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```ts\nconst a = 1;\n```\n\n';
  const pieces = block.repeat(60).match(/[\s\S]{1,4}/g) ?? [];
  const timed = pieces.slice(0, tokens).flatMap((text, n): Action[] => [
    { do: 'wait', gate: delay(n * tokenMs) },
    { do: 'text', text },
  ]);
  return [...timed, { do: 'text', text: '\n```\n\nTHE END OF THE STREAM' }];
};

const answer: Script = (request) => {
  const { lastUserText, results } = readConversation(request);
  if (lastUserText.includes('STREAM')) return stream();
  if (lastUserText.includes('HOLD')) return [{ do: 'hang' }];
  if (lastUserText.includes('TOOL') && results.length === 0) return [{ do: 'tool', name: 'run', input: { command: 'true' } }];
  return [{ do: 'text', text: 'Hello from the simulated model.' }];
};

const sim = await startModelSim({ models: ['scripted'] });
sim.script(answer);
process.on('message', ({ last }: { last: number }) => {
  const requests = sim.requests.filter((r) => r.method === 'POST').slice(-last);
  process.send?.({ requests: requests.map(({ path, headers, body }) => ({ path, headers, body })) });
});
process.once('disconnect', () => process.exit(0));
process.send?.({ url: sim.url });
