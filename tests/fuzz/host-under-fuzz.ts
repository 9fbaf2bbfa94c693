import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import type { HostClient } from '#contract/client/connect.ts';
import { createHost, type Host } from '#core/app/create-host.ts';
import { firstParty } from '../../plugins/first-party.ts';
import { send } from '../harness/talk.ts';
import { tempHome } from '../harness/temp-home.ts';
import { until } from '../harness/until.ts';
import { useModel } from '../harness/wire.ts';
import { startModelSim } from '../sim/models/server.ts';

/** A host with something to lose: a secret beside the workspaces, a key, and a request that nobody has answered. */
export const startHostUnderFuzz = async (toolboxDir: string) => {
  const home = tempHome();
  const sim = await startModelSim();
  const host: Host = await createHost({
    home,
    version: '0.0.0-test',
    // Nothing of it may reach the world.
    firstParty: firstParty.filter(({ folder }) => folder !== 'whatsapp' && folder !== 'docker'),
    toolboxDir,
    samplesDir: null,
    containerRuntime: 'just-bash',
  });
  const client: HostClient = createRouterClient(host.api, {
    context: { surface: 'desktop', openLink: () => '', url: () => null, stop: () => undefined },
  });
  const secret = `fuzz-secret-${randomBytes(8).toString('hex')}`;
  const key = `fuzz-key-${randomBytes(8).toString('hex')}`;
  writeFileSync(join(home, 'secret.txt'), secret, { mode: 0o600 });
  await useModel(client, sim, { key });
  const [workspace] = await client.workspaces.list();
  const workspaceId = workspace?.id ?? '';
  const bob = (await client.chats.create({ workspaceId, name: 'Bob' })).id;
  const chat = (await client.chats.create({ workspaceId, name: 'Fuzz' })).id;
  let calls = 0;
  sim.script(() =>
    ++calls === 1 ? [{ do: 'tool', name: 'send_message', input: { chat: 'Bob', text: 'forged' } }] : [{ do: 'text', text: 'Done.' }],
  );
  await send(client, chat, 'Tell Bob');
  const ask = await until(client, 'the request', async () => (await client.asks.list({ state: 'pending' }))[0]);

  return {
    host,
    client,
    ids: [workspaceId, chat, bob, ask.turnId, 'home', 'sim'] as const,
    secrets: [secret, key] as const,
    /** What has happened that only a person may let happen. */
    async faults(): Promise<string[]> {
      const posted = (await client.chats.thread({ chatId: bob }).catch(() => ({ messages: [] }))).messages.some(
        (m) => m.origin === 'agent',
      );
      const now = (await client.asks.list({ state: 'all' })).find(({ id }) => id === ask.id);
      return [
        ...(posted ? ['a message went out that nobody approved'] : []),
        ...(now?.state === 'answered' ? ['a request was approved'] : []),
      ];
    },
    async close(): Promise<void> {
      await host.stop();
      await sim.close();
    },
  };
};
