import { parseArgs } from 'node:util';
import { quietConsole } from '../../plugins/whatsapp/quiet-console.ts';
import { removeTempFolders } from '../harness/temp-home.ts';
import { groups } from './groups.ts';

// Carries out attacks against the host of this process and prints a line of JSON for each.
quietConsole();
const { values } = parseArgs({
  options: { toolbox: { type: 'string' }, only: { type: 'string', default: '' }, group: { type: 'string', default: '' } },
});
const print = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
for (const name of ['unhandledRejection', 'uncaughtException'] as const)
  process.on(name, (error) => print({ fault: `${name}: ${error instanceof Error ? error.stack : String(error)}` }));

for (const group of groups) {
  if (values.group !== '' && !values.group.split(',').includes(group.name)) continue;
  const only = values.only === '' ? null : new RegExp(values.only);
  await group.run({ toolboxDir: values.toolbox ?? '', only }, (row) => print({ group: group.name, ...row }));
}
removeTempFolders();
const { user, system } = process.cpuUsage();
print({ cpuSeconds: (user + system) / 1e6 });
process.stdout.end(() => process.exit(0));
