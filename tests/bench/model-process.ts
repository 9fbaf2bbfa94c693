import type { Script } from '../sim/models/actions.ts';
import { readConversation } from '../sim/models/conversation.ts';
import { startModelSim } from '../sim/models/server.ts';

// The simulated model in a process of its own, so that its work is not counted as ours. Zero think time.

const answer: Script = (request) => {
  const { lastUserText, results } = readConversation(request);
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
