import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HostClient } from '#contract/client/connect.ts';
import { bundleForNode, source } from '../../build/node-bundle.ts';
import { buildToolbox } from '../../build/toolbox.ts';
import { startProcess } from '../harness/process-host.ts';
import type { Census } from '../sim/whatsapp/census.ts';
import { startWhatsAppSim, type WhatsAppSim } from '../sim/whatsapp/server.ts';
import { addModelAccount } from './conversation.ts';
import type { Model } from './model.ts';

export interface Linked {
  readonly pid: number;
  census(): Promise<Census>;
  close(): Promise<void>;
}

/** A simulated network with a number for the assistant (Desk) and its owner (Olga). */
export const startNetwork = async (): Promise<WhatsAppSim> => {
  const sim = await startWhatsAppSim();
  sim.addPerson('491701', 'Olga');
  sim.addPerson('491702', 'Desk');
  return sim;
};

/** Resolves when `look` is true, looking whenever something happened in the network. */
export const seen = (sim: WhatsAppSim, look: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const check = (): void => {
      if (!look()) return;
      off();
      resolve();
    };
    const off = sim.onChange(check);
    check();
  });

const isPaired = (sim: WhatsAppSim) => (): boolean =>
  sim.connected('Desk') === 1 && sim.phone('Desk').receipts.filter((r) => r.type === 'hist_sync').length >= 3;

/** The product, bundled as it is, linked to Desk. */
export const linkHost = async (dir: string, sim: WhatsAppSim, model: Model, times: 'usual' | 'day'): Promise<Linked> => {
  const outDir = join(dir, 'built');
  mkdirSync(outDir, { recursive: true });
  // Packages are found through the link.
  symlinkSync(source('node_modules'), join(outDir, 'node_modules'));
  await Promise.all([
    bundleForNode({ name: 'host', entry: 'tests/sim/whatsapp/served-host.ts', outDir: join(outDir, 'host') }),
    buildToolbox(join(outDir, 'toolbox')),
  ]);
  const program = [
    '--expose-gc',
    '--import',
    new URL('../../main/cli/small-heap.mjs', import.meta.url).href,
    join(outDir, 'host', 'host.mjs'),
    join(dir, 'home'),
    sim.url,
    join(outDir, 'toolbox'),
    times,
  ];
  let child: ChildProcess | null = null;
  const host = await startProcess(join(dir, 'home'), { program, spawned: (made) => (child = made) });
  if (!host || !child) throw new Error('the host ended while it started');
  const process = child as ChildProcess;
  await pairHost(host.client, sim, model);
  return {
    pid: host.pid,
    async census() {
      const told = once(process, 'message') as Promise<[Census]>;
      process.send('census');
      return (await told)[0];
    },
    close: () => host.kill(),
  };
};

const pairHost = async (client: HostClient, sim: WhatsAppSim, model: Model): Promise<void> => {
  const account = await addModelAccount(client, model.url, 'openai');
  await client.workspaces.set({ name: 'home', accounts: [account], model: 'scripted' });
  const { id } = await client.links.add({ channel: 'whatsapp', name: 'Desk', mode: 'assistant', ownerNumber: '491701' });
  await client.links.pair({ id });
  for await (const [link] of await client.links.watch()) {
    if (link?.qr) sim.phone('Desk').scan(link.qr);
    if (link?.state === 'live') break;
  }
  await seen(sim, isPaired(sim));
};

/** The bare library in a process, linked to Desk. */
export const linkPeer = async (sim: WhatsAppSim): Promise<Linked> => {
  const child = fork(fileURLToPath(new URL('whatsapp-peer.ts', import.meta.url)), [sim.url]);
  const [{ qr }] = (await once(child, 'message')) as [{ qr: string }];
  sim.phone('Desk').scan(qr);
  await seen(sim, isPaired(sim));
  return {
    pid: child.pid ?? 0,
    census: () => Promise.reject(new Error('it cannot be asked')),
    async close() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
};
