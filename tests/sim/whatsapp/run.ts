import { parseArgs } from 'node:util';
import { quietConsole } from '../../../plugins/whatsapp/quiet-console.ts';
import { startWhatsAppSim } from './server.ts';

// The simulator for a person: stays until it is stopped.
quietConsole();
const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
const sim = await startWhatsAppSim(Number(values.port));
process.stdout.write(`${JSON.stringify({ ready: true, url: sim.url, controlUrl: sim.controlUrl })}\n`);
const stop = (): void => void sim.close().then(() => process.exit(0));
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
