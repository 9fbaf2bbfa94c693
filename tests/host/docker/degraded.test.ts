import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { renderParts } from '#contract/text/render.ts';
import { engineFault } from '../../../plugins/docker/engine-fault.ts';
import { engineAddress, engineCall, engineLacks, testImage } from '../../docker/engine.ts';
import { answer, type FaultyEngine, startFaultyEngine } from '../../docker/faulty-engine.ts';
import { startRegistry } from '../../docker/registry.ts';
import { type HostUnderTest, startHost } from '../../harness/in-process-host.ts';
import { calling, obey } from '../../harness/obey.ts';
import { say } from '../../harness/talk.ts';
import { tempFolder } from '../../harness/temp-home.ts';
import { useModel } from '../../harness/wire.ts';
import { type ModelSim, startModelSim } from '../../sim/models/server.ts';

interface Fault {
  readonly code: string;
  readonly what: string;
  /** Makes it; the settings of the plugin with which it shows. */
  readonly make: () => Promise<{ address?: string; image?: string; undo?: () => Promise<void> }>;
}
const faulty = async (rule: Parameters<typeof startFaultyEngine>[0]): Promise<{ address: string; undo: () => Promise<void> }> => {
  const engine: FaultyEngine = await startFaultyEngine(rule);
  return { address: engine.address, undo: engine.close };
};
const path = (url: string | undefined): string => (url ?? '').replace(/^\/v[\d.]+/, '');

const faults: readonly Fault[] = [
  {
    code: 'engine-absent',
    what: 'an engine that is not there',
    make: async () => ({ address: `unix://${join(tempFolder('none'), 'docker.sock')}` }),
  },
  { code: 'engine-slow', what: 'an engine that does not answer', make: () => faulty(() => true) },
  { code: 'engine-gone', what: 'an engine that hangs up', make: () => faulty((asked) => asked.socket.destroy() && true) },
  {
    code: 'engine-too-old',
    what: 'an engine of another age',
    make: () => faulty((asked, out) => path(asked.url) === '/version' && answer(out, 200, { Version: '17.03.0', ApiVersion: '1.26' })),
  },
  {
    code: 'engine-wrong-kind',
    what: 'an engine with Windows containers',
    make: () => faulty((asked, out) => path(asked.url) === '/info' && answer(out, 200, { OSType: 'windows' })),
  },
  { code: 'engine-misconfigured', what: 'an address that is none', make: async () => ({ address: 'over there' }) },
  {
    code: 'engine-disk-full',
    what: 'a full disk',
    make: () =>
      faulty(
        (asked, out) =>
          path(asked.url).startsWith('/containers/create') &&
          answer(out, 500, { message: 'mkdir /var/lib/docker/overlay2/x: no space left on device' }),
      ),
  },
  {
    code: 'image-missing',
    what: 'an image that nobody has',
    make: async () => ({
      ...(await faulty(
        (asked, out) =>
          path(asked.url).startsWith('/images/create') &&
          answer(out, 404, { message: 'manifest for nobody/none:1 not found: manifest unknown' }),
      )),
      image: 'nobody/none:1',
    }),
  },
  {
    code: 'image-unfit',
    what: 'an image without Node.js',
    make: async () => {
      const registry = await startRegistry({ megabytes: 1, pieceMs: 0 });
      return {
        image: registry.image,
        undo: async () => {
          await registry.close();
          await engineCall(`/images/${registry.image}?force=1`, 'DELETE');
        },
      };
    },
  },
];

describe.skipIf(engineLacks)(`with Docker degraded${engineLacks === null ? '' : ` (skipped: ${engineLacks})`}`, () => {
  let t: HostUnderTest | null = null;
  let sim: ModelSim | null = null;
  let undo: (() => Promise<void>) | undefined;
  afterEach(async () => {
    await t?.stop();
    await sim?.close();
    await undo?.();
    undo = undefined;
  });
  const started = async (runtime: string, settings: { address?: string; image?: string }): Promise<HostUnderTest> => {
    t = await startHost({ containerRuntime: runtime });
    await t.client.plugins.saveSettings({ id: 'docker', settings: { address: engineAddress, image: testImage, ...settings } });
    sim = await startModelSim();
    sim.script(obey);
    await useModel(t.client, sim);
    return t;
  };
  const sandboxRow = async (host: HostUnderTest) => (await host.client.health.rows()).find((row) => row.subject === 'sandbox');

  it.each(faults)(
    'by $what: a sentence, a button, and chat goes on',
    async ({ code, make }) => {
      const { undo: end, ...settings } = await make();
      undo = end;
      const host = await started('docker', settings);
      const { client, chatId } = host;
      expect((await say(client, chatId, 'Hello')).reply).toBe('Nothing to do.');
      const said = await say(client, chatId, calling('run', { command: 'echo hi' }));
      expect(said.reply).toContain(renderParts({ code, params: {} }).what);
      expect(said.reply).toContain('Nothing was done.');
      const row = await sandboxRow(host);
      expect(row).toMatchObject({ state: 'failing', reason: { code }, action: { kind: 'restart-sandbox' } });
      const sentence = renderParts(row?.reason ?? { code: '', params: {} });
      expect(sentence.next).toBeTruthy();
      expect(JSON.stringify(sentence)).not.toMatch(/[{}]\w+\}|undefined/);
      expect((await client.host.doctor()).find((finding) => finding.id === row?.id)).toMatchObject({ ok: false, next: sentence.next });

      // What was wrong is put right: the button is all it takes.
      await client.plugins.saveSettings({ id: 'docker', settings: { address: engineAddress, image: testImage } });
      await client.health.fix({ kind: 'restart-sandbox', target: row?.action?.target ?? '' });
      expect((await sandboxRow(host))?.state).toBe('ok');
      expect((await say(client, chatId, calling('run', { command: 'echo hi' }))).reply).toContain('hi');
    },
    60_000,
  );

  it('tools go on in the built-in sandbox where a workspace says auto, and the row says what is wrong with Docker', async () => {
    const { address, undo: end } = await faulty(
      (asked, out) => path(asked.url).startsWith('/images/create') && answer(out, 500, { message: 'unexpected' }),
    );
    undo = end;
    const host = await started('auto', { address, image: 'nobody/none:1' });
    expect((await say(host.client, host.chatId, calling('run', { command: 'echo hi' }))).reply).toContain('hi');
    expect(await sandboxRow(host)).toMatchObject({
      state: 'attention',
      reason: { code: 'image-failed' },
      action: { kind: 'restart-sandbox' },
    });
  }, 60_000);

  it('and without any Docker nothing is complained about', async () => {
    const host = await started('auto', { address: `unix://${join(tempFolder('none'), 'docker.sock')}` });
    expect((await sandboxRow(host))?.state).toBe('ok');
  });
});

it('tells an engine that this account may not use', () => {
  expect(engineFault(Object.assign(new Error('connect EACCES /var/run/docker.sock'), { code: 'EACCES' }))).toMatchObject({
    code: 'engine-denied',
  });
});

it.skipIf(engineLacks !== null || process.getuid?.() !== 0)('tells it also when it is real', async () => {
  const engine = await startFaultyEngine(() => false);
  try {
    const socket = engine.address.replace('unix://', '');
    chmodSync(dirname(socket), 0o755);
    chmodSync(socket, 0o600);
    const script = `import { createEngine } from ${JSON.stringify(fileURLToPath(new URL('../../../plugins/docker/engine.ts', import.meta.url)))};
      const engine = createEngine({ settings: async () => ({ address: ${JSON.stringify(engine.address)}, image: '' }), env: {} });
      process.stdout.write(JSON.stringify(await engine.check()));`;
    const ran = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      uid: 65_534,
      gid: 65_534,
      cwd: fileURLToPath(new URL('../../..', import.meta.url)),
      encoding: 'utf8',
    });
    expect(JSON.parse(ran.stdout || JSON.stringify({ said: ran.stderr }))).toMatchObject({ ok: false, code: 'engine-denied' });
  } finally {
    await engine.close();
  }
});
