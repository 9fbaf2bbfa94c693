import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { installOf, sandboxOf, startDockerHost, stopHost } from '../../docker/docker-host.ts';
import { containersOf, engineLacks } from '../../docker/engine.ts';
import { calling, obey } from '../../harness/obey.ts';
import { type ProcessHost, runCommand } from '../../harness/process-host.ts';
import { outcome, say, send } from '../../harness/talk.ts';
import { tempHome } from '../../harness/temp-home.ts';
import { until } from '../../harness/until.ts';
import { useModel } from '../../harness/wire.ts';
import { type ModelSim, startModelSim } from '../../sim/models/server.ts';

describe.skipIf(engineLacks)(`a host with Docker${engineLacks === null ? '' : ` (skipped: ${engineLacks})`}`, () => {
  let sim: ModelSim | null = null;
  let host: ProcessHost | null = null;
  let home = '';
  afterEach(async () => {
    if (host !== null) await stopHost(host);
    host = null;
    await sim?.close();
    sim = null;
    expect(await containersOf(installOf(home))).toEqual([]);
  });
  const started = async (): Promise<{ client: ProcessHost['client']; chatId: string; host: ProcessHost }> => {
    home = tempHome();
    host = await startDockerHost(home);
    sim = await startModelSim();
    sim.script(obey);
    await useModel(host.client, sim);
    const chat = await host.client.chats.open({ workspace: 'home', surface: 'desktop' });
    return { client: host.client, chatId: chat.id, host };
  };

  it('answers without a container, and starts one for the first tool', async () => {
    const { client, chatId } = await started();
    expect((await say(client, chatId, 'Hello')).reply).toBe('Nothing to do.');
    expect(await containersOf(installOf(home))).toEqual([]);
    const said = await say(client, chatId, calling('run', { command: 'cat /etc/hostname; echo kept > note.txt' }));
    expect(said.reply).toContain('sandbox');
    expect(await sandboxOf(client)).toMatchObject({
      provider: 'docker',
      isolation: 'container',
      state: 'ready',
      version: expect.stringMatching(/^Docker \d/),
    });
    expect(readFileSync(join(home, 'workspaces/home/note.txt'), 'utf8')).toBe('kept\n');
  });

  it('that was killed finds its container again: what ran in the background lives on, what was in flight is unknown', async () => {
    const { client, chatId, host: first } = await started();
    await say(
      client,
      chatId,
      calling('run', { command: 'setsid sh -c "while :; do date +%s%N > alive; sleep 0.05; done" >/dev/null 2>&1 & echo ok' }),
    );
    const [container] = await containersOf(installOf(home));
    const messageId = await send(client, chatId, calling('run', { command: 'echo once >> effect.txt; echo begun; sleep 300' }));
    await until(client, 'the command to run', async () =>
      (await client.messages.turnOf({ messageId })).turn?.steps.some((step) => step.tool?.output.includes('begun')),
    );
    await first.kill();
    host = await startDockerHost(home);
    const said = await outcome(host.client, messageId);
    expect(said.turn?.steps.find((step) => step.tool !== null)).toMatchObject({ state: 'unknown' });
    expect(await containersOf(installOf(home))).toEqual([container]);
    expect(await sandboxOf(host.client)).toMatchObject({ state: 'ready' });
    const look = await say(
      host.client,
      chatId,
      calling('run', {
        command: 'a=$(cat alive); sleep 0.5; [ "$a" != "$(cat alive)" ] && echo moves; pgrep -c -f "sleep [3]00"; cat effect.txt',
      }),
    );
    expect(look.reply).toContain('moves\n0\nonce');
  });

  it('that was killed and starts with other settings ends the container of before', async () => {
    const { client, chatId, host: first } = await started();
    await say(client, chatId, calling('run', { command: 'echo hi' }));
    const [container] = await containersOf(installOf(home));
    await first.kill();
    host = await startDockerHost(home, { runtime: 'embedded' });
    expect((await sandboxOf(host.client))?.provider).not.toBe(undefined);
    const said = await say(host.client, chatId, calling('run', { command: 'cat /etc/hostname; echo there' }));
    expect(said.reply).toContain('there');
    expect(await containersOf(installOf(home))).not.toContain(container);
  });

  it('stops its containers when it stops', async () => {
    const { client, chatId, host: first } = await started();
    await say(client, chatId, calling('run', { command: 'echo hi' }));
    expect((await containersOf(installOf(home))).length).toBe(1);
    host = null;
    await stopHost(first);
    expect(await containersOf(installOf(home))).toEqual([]);
  });
});

it('refuses a runtime that nobody has, and names those there are', async () => {
  const before = process.env.CONTAINER_RUNTIME;
  process.env.CONTAINER_RUNTIME = 'foo';
  try {
    const result = await runCommand(tempHome(), ['serve', '--port', '0']);
    expect(result.code).toBe(1);
    expect(result.stderr.trim()).toBe('Unknown runtime "foo". Available: docker, embedded');
  } finally {
    if (before === undefined) delete process.env.CONTAINER_RUNTIME;
    else process.env.CONTAINER_RUNTIME = before;
  }
});
