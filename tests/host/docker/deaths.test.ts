import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeFrame } from '#contract/toolbox/frames.ts';
import { protocolVersion } from '#contract/toolbox/protocol.ts';
import { connectToolbox } from '#core/sandbox/client.ts';
import { defaultLimits } from '#core/sandbox/ports.ts';
import { builtToolbox } from '../../../main/toolbox/testing/built-toolbox.ts';
import { runIn } from '../../../main/toolbox/testing/under-test.ts';
import { startDockerHost, stopHost } from '../../docker/docker-host.ts';
import { containersOf, dockerUnderTest, engineLacks, testImage } from '../../docker/engine.ts';
import { startOwnEngine } from '../../docker/own-engine.ts';
import { sandboxesUnderTest } from '../../docker/sandboxes-under-test.ts';
import { calling, obey } from '../../harness/obey.ts';
import type { ProcessHost } from '../../harness/process-host.ts';
import { outcome, say, send } from '../../harness/talk.ts';
import { tempFolder, tempHome } from '../../harness/temp-home.ts';
import { until } from '../../harness/until.ts';
import { useModel as thinkWith } from '../../harness/wire.ts';
import { startModelSim } from '../../sim/models/server.ts';

const never = new AbortController().signal;

describe.skipIf(engineLacks)(`when something dies${engineLacks === null ? '' : ` (skipped: ${engineLacks})`}`, () => {
  let built: Awaited<ReturnType<typeof builtToolbox>>;
  beforeAll(async () => {
    built = await builtToolbox();
  });
  afterAll(() => built?.dispose());

  it('the toolbox without a host ends by itself, with all it started, and leaves no container', async () => {
    const provider = dockerUnderTest();
    const installId = `deaths-${randomUUID()}`;
    const root = tempFolder('deaths');
    const started = await provider.start(
      {
        ...{ launchId: randomUUID(), installId, workspaceId: 'w', epoch: 1, image: testImage, fingerprint: '' },
        ...{
          outliveMs: 1_500,
          toolboxDir: built.dir,
          limits: defaultLimits,
          env: {},
          mounts: [{ host: root, inside: '/workspace', write: true }],
        },
      },
      never,
    );
    if (!started.ok) throw new Error(started.text);
    // Pings keep it; when they stop, the host is dead to it.
    const host = new AbortController();
    const open = (input: AsyncIterable<Uint8Array>, signal: AbortSignal) =>
      provider.open(started.value.handle, input, AbortSignal.any([signal, host.signal]));
    const client = await connectToolbox({ open, nonce: 'n', helloMs: 10_000, stuckMs: 5_000, pingMs: 300, onStuck: () => {} }, never);
    expect((await runIn(client.toolbox, 'sleep 2.5; echo still here')).stdout).toBe('still here\n');
    await runIn(client.toolbox, 'setsid sh -c "while :; do date +%s%N > alive; sleep 0.05; done" >/dev/null 2>&1 &');
    host.abort();
    await client.ended;
    await expect.poll(() => containersOf(installId)).toEqual([]);
    const last = readFileSync(join(root, 'alive'), 'utf8');
    expect(readFileSync(join(root, 'alive'), 'utf8')).toBe(last);
  });

  it('and a host comes back in time, half a frame of its dead predecessor does no harm', async () => {
    const provider = dockerUnderTest();
    const installId = `deaths-${randomUUID()}`;
    const root = tempFolder('deaths');
    const started = await provider.start(
      {
        ...{ launchId: randomUUID(), installId, workspaceId: 'w', epoch: 1, image: testImage, fingerprint: '' },
        ...{
          outliveMs: 60_000,
          toolboxDir: built.dir,
          limits: defaultLimits,
          env: {},
          mounts: [{ host: root, inside: '/workspace', write: true }],
        },
      },
      never,
    );
    if (!started.ok) throw new Error(started.text);
    const { handle } = started.value;
    try {
      // The head of a frame that announces more than ever comes.
      const half = async function* (): AsyncGenerator<Uint8Array> {
        yield encodeFrame({ type: 'hello', protocol: protocolVersion, nonce: 'dying' });
        yield Uint8Array.of(0, 0, 16, 0, 0, 0, 0, 9, 123, 34);
        await new Promise(() => {});
      };
      const dying = new AbortController();
      const pipe = provider.open(handle, half(), dying.signal)[Symbol.asyncIterator]();
      expect((await pipe.next()).done).toBe(false);
      dying.abort();
      expect((await pipe.next()).done).toBe(true);
      for (let host = 0; host < 3; host++) {
        const open = (input: AsyncIterable<Uint8Array>, signal: AbortSignal) => provider.open(handle, input, signal);
        const client = await connectToolbox(
          { open, nonce: `n${host}`, helloMs: 10_000, stuckMs: 5_000, pingMs: 15_000, onStuck: () => {} },
          never,
        );
        expect((await runIn(client.toolbox, `echo host ${host}`)).stdout).toBe(`host ${host}\n`);
      }
    } finally {
      expect(await provider.stop(handle, 0)).toEqual({ ok: true, value: 'gone' });
    }
  });

  it('the engine: calls end as unknown, chat answers, nothing starts until it is back, and then all is as before', async () => {
    const engine = await startOwnEngine();
    const home = tempHome();
    const sim = await startModelSim();
    sim.script(obey);
    let host: ProcessHost | null = null;
    try {
      host = await startDockerHost(home, { address: engine.address });
      const { client } = host;
      await thinkWith(client, sim);
      const { id: chatId } = await client.chats.open({ workspace: 'home', surface: 'desktop' });
      const messageId = await send(client, chatId, calling('run', { command: 'echo once >> effect.txt; echo begun; sleep 300' }));
      await until(client, 'the command to run', async () =>
        (await client.messages.turnOf({ messageId })).turn?.steps.some((step) => step.tool?.output.includes('begun')),
      );
      await engine.kill();
      const cut = await outcome(client, messageId);
      expect(cut.turn?.steps.find((step) => step.tool !== null)?.state).toBe('unknown');
      expect((await say(client, chatId, 'Are you there?')).reply).toBe('Nothing to do.');
      expect((await say(client, chatId, calling('run', { command: 'echo no' }))).reply).toMatch(
        /^Error: .*(could not be ended for sure|Docker)/,
      );
      await engine.start();
      const back = await until(client, 'the sandbox to be back', async () => {
        const said = await say(client, chatId, calling('run', { command: 'cat effect.txt; echo back' }));
        return said.reply?.includes('back') === true && said.reply;
      });
      expect(back).toContain('once\nback');
    } finally {
      if (host !== null) await stopHost(host);
      await sim.close();
      await engine.close();
    }
  }, 120_000);

  it('many containers at once, each is replaced', async () => {
    const under = sandboxesUnderTest(built.dir, { limits: { ...defaultLimits, memBytes: 256 * 1024 ** 2 } });
    const names = ['a', 'b', 'c', 'd'];
    try {
      await Promise.all(names.map((name) => under.sandboxes.acquire(name, never)));
      const before = await containersOf(under.installId);
      const { engineCall } = await import('../../docker/engine.ts');
      await Promise.all(before.map((id) => engineCall(`/containers/${id}/kill`, 'POST')));
      await Promise.all(names.map((name) => under.until(name, (row) => row?.state === 'absent')));
      const said = await Promise.all(
        names.map(async (name) => (await runIn(await under.sandboxes.acquire(name, never), `echo ${name}`)).stdout.trim()),
      );
      expect(said).toEqual(names);
    } finally {
      expect(await under.close()).toBe(0);
    }
  }, 60_000);
});
