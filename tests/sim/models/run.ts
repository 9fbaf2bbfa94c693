import { parseArgs } from 'node:util';
import { scriptedAssistant } from './scripted-assistant.ts';
import { startModelSim } from './server.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '0' }, 'word-ms': { type: 'string', default: '40' } } });
const sim = await startModelSim({ port: Number(values.port), models: ['scripted'] });
sim.script(scriptedAssistant(Number(values['word-ms'])));
console.log(JSON.stringify({ ready: true, url: sim.url, anthropicBaseUrl: sim.url, openaiBaseUrl: `${sim.url}/v1`, model: 'scripted' }));
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => void sim.close());
