import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import type { HostClient } from '#contract/client/connect.ts';
import { createHost } from '#core/app/create-host.ts';
import { createFakeClock, type FakeClock } from '#core/base/fake-clock.ts';
import type { FoundPlugin } from '#core/plugins/plugins.ts';
import { serveLoopback } from '../../../main/server/serve-loopback.ts';
import { firstParty } from '../../../plugins/first-party.ts';
import { tempFolder, tempHome } from '../../harness/temp-home.ts';
import { useModel } from '../../harness/wire.ts';
import { type ModelSim, startModelSim } from '../../sim/models/server.ts';
import { type Drive, type Driven, drive, type Step } from '../drive.ts';
import { misuse } from './misuse-plugin.ts';
import { webWith } from './plugins.ts';
import { type Sink, startSink } from './sink.ts';

/** A workspace of its own for one attack, with a secret in its files that nobody else may learn. */
export interface Stage {
  readonly name: string;
  readonly workspaceId: string;
  readonly chatId: string;
  /** Where its files lie on this computer. */
  readonly folder: string;
  readonly canary: string;
  /** Puts a file there as if the person had. */
  put(path: string, content: string): void;
  /** Another chat of the workspace. */
  chat(name: string): Promise<string>;
  drive(steps: readonly Step[], o?: Partial<Omit<Drive, 'client' | 'sim'>>): Promise<Driven>;
  /** What was posted into a chat by the agent. */
  posted(chatId: string): Promise<string[]>;
  /** Rules of the audit rows since the stage was set. */
  rules(): Promise<string[]>;
}

export interface Window {
  readonly home: string;
  readonly client: HostClient;
  readonly sim: ModelSim;
  readonly clock: FakeClock;
  /** The internet. */
  readonly sink: Sink;
  /** A server of this computer or its network, which nothing may reach. */
  readonly inner: Sink;
  readonly server: Awaited<ReturnType<typeof serveLoopback>>;
  /** A secret beside the workspaces, in the data folder. */
  readonly outer: { readonly folder: string; readonly path: string; readonly canary: string };
  readonly modelKey: string;
  stage(o?: { sandbox?: string; isAdmin?: boolean }): Promise<Stage>;
  close(): Promise<void>;
}

/** The real host with its window's API, its door, a hostile model and two servers to reach. */
export const startWindow = async (o: { toolboxDir: string; plugins?: readonly FoundPlugin[] }): Promise<Window> => {
  const home = tempHome();
  const clock = createFakeClock(Date.now());
  const [sim, sink, inner] = await Promise.all([startModelSim(), startSink(), startSink()]);
  const host = await createHost({
    home,
    version: '0.0.0-test',
    firstParty: [
      ...firstParty.map((found) => (found.folder === 'web' ? webWith(found, { sink, inner }) : found)),
      misuse,
      ...(o.plugins ?? []),
    ],
    toolboxDir: o.toolboxDir,
    samplesDir: null,
    clock,
    containerRuntime: 'embedded',
  });
  const client: HostClient = createRouterClient(host.api, {
    context: { surface: 'desktop', openLink: () => '', url: () => null, stop: () => undefined },
  });
  const page = tempFolder('page');
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>Pynchy</title>');
  const server = await serveLoopback({ host, rendererDir: page, port: 0, onStop: () => undefined });
  const modelKey = `sim-key-${randomBytes(8).toString('hex')}`;
  await useModel(client, sim, { key: modelKey });
  const outerFolder = join(home, 'outer');
  mkdirSync(outerFolder, { mode: 0o700 });
  const outer = { folder: outerFolder, path: join(outerFolder, 'secret.txt'), canary: `outer-${randomBytes(8).toString('hex')}` };
  writeFileSync(outer.path, outer.canary, { mode: 0o600 });
  let stages = 0;

  const stageOf = async (name: string, workspaceId: string): Promise<Stage> => {
    const chatId = (await client.chats.create({ workspaceId, name: `${name} chat` })).id;
    const canary = `canary-${randomBytes(8).toString('hex')}`;
    const folder = join(home, 'workspaces', name);
    const put = (path: string, content: string): void => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    };
    put('diary.txt', `my secret: ${canary}\n`);
    const since = (await client.audit.list({ limit: 1 }))[0]?.seq ?? 0;
    return {
      name,
      workspaceId,
      chatId,
      folder,
      canary,
      put,
      chat: async (called) => (await client.chats.create({ workspaceId, name: called })).id,
      drive: (steps, more = {}) => drive({ client, sim, chatId, ...more }, steps),
      posted: async (id) => (await client.chats.thread({ chatId: id })).messages.filter((m) => m.origin === 'agent').map((m) => m.text),
      rules: async () => (await client.audit.list({ limit: 200 })).filter((row) => row.seq > since).map((row) => row.rule),
    };
  };

  return {
    home,
    client,
    sim,
    clock,
    sink,
    inner,
    server,
    outer,
    modelKey,
    async stage({ sandbox = 'auto', isAdmin = false } = {}) {
      if (isAdmin) return stageOf('home', (await client.workspaces.list()).find((w) => w.name === 'home')?.id ?? '');
      const name = `stage${++stages}`;
      const made = await client.workspaces.add({ name, accounts: ['sim'], model: 'sim-large', sandbox });
      return stageOf(name, made.id);
    },
    async close() {
      await server.close();
      await host.stop();
      await Promise.all([sim.close(), sink.close(), inner.close()]);
    },
  };
};
