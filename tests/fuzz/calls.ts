import { MessageChannel } from 'node:worker_threads';
import { clientOverPort } from '#contract/client/connect.ts';
import { contract } from '#contract/ui/contract.ts';
import { servePort } from '../../main/server/serve-port.ts';
import type { Random } from '../chaos/random.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { startHostUnderFuzz } from './host-under-fuzz.ts';
import { hostileText, hostileValue } from './hostile-values.ts';

const names = Object.entries(contract).flatMap(([domain, procedures]) => Object.keys(procedures).map((name) => [domain, name] as const));
// An answer that goes on until the caller leaves; a person's own yes, which is no way round when it is said with a real id.
const lasting = new Set(['watch', 'export', 'follow', 'jobLog']);

/** Calls of the API over a MessagePort, as a page would make them: real names with hostile inputs, and messages that are none. */
export const fuzzCalls: FuzzTarget = async ({ random, n, toolboxDir }) => {
  const h = await startHostUnderFuzz(toolboxDir);
  const { port1, port2 } = new MessageChannel();
  servePort(h.host, port1, { surface: 'desktop', openLink: () => 'none', url: () => null, stop: () => undefined });
  port1.start();
  port2.start();
  const client = clientOverPort(port2) as unknown as Record<
    string,
    Record<string, (input: unknown, o?: { signal: AbortSignal }) => Promise<unknown>>
  >;
  const faults: string[] = [];
  let answers = 0;
  try {
    for (let i = 0; i < n; i++) {
      if (random.chance(0.3)) {
        port2.postMessage(random.chance(0.5) ? hostileText(random) : JSON.stringify(hostileValue(random)));
        continue;
      }
      const [domain, name] = random.pick(names);
      const input = inputFor(random, h.ids);
      const leave = new AbortController();
      const answered = Promise.resolve(client[domain]?.[name]?.(input, { signal: leave.signal })).then(
        (value) => JSON.stringify(value ?? null),
        (error: unknown) => `${String(error)} ${JSON.stringify((error as { data?: unknown }).data ?? null)}`,
      );
      if (lasting.has(name)) leave.abort();
      const text = await Promise.race([answered, late()]);
      leave.abort();
      if (text !== 'late') answers++;
      for (const secret of h.secrets) if (text.includes(secret)) faults.push(`${domain}.${name} gave a secret away`);
      if (/is not a function|Cannot read prop|Maximum call stack|ERR_INTERNAL|at Object\./.test(text))
        faults.push(`${domain}.${name}(${JSON.stringify(input)?.slice(0, 300)}): ${text.slice(0, 400)}`);
    }
    // The same port still answers, and nothing was let out.
    const alive = String(await Promise.race([client.host?.status?.(undefined).then(() => 'alive'), late()]));
    if (alive !== 'alive') faults.push('the port does not answer any more');
    if (n >= 300 && answers < n / 4) faults.push(`only ${answers} calls were answered`);
    faults.push(...(await h.faults()));
  } finally {
    port1.close();
    port2.close();
    await h.close();
  }
  return { cases: n, faults };
};

const late = (): Promise<string> => new Promise((resolve) => setTimeout(resolve, 2_000, 'late').unref());

const keys = [
  'id',
  'chatId',
  'workspaceId',
  'name',
  'path',
  'text',
  'query',
  'key',
  'turnId',
  'messageId',
  'clientId',
  'filter',
  'limit',
  'offset',
  'before',
  'state',
  'settings',
  'url',
  'baseUrl',
  'provider',
  'mode',
  'host',
  'profile',
  'rule',
];
const inputFor = (random: Random, ids: readonly string[]): unknown => {
  if (random.chance(0.15)) return hostileValue(random);
  return Object.fromEntries(
    Array.from({ length: random.between(0, 6) }, () => [
      random.pick(keys),
      random.chance(0.25) ? random.pick(ids) : hostileValue(random, 2),
    ]),
  );
};
