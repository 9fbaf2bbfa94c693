import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engineAddress, engineLacks, testImage } from '../../docker/engine.ts';
import { type HostUnderTest, startHost } from '../../harness/in-process-host.ts';
import { calling, obey } from '../../harness/obey.ts';
import { say } from '../../harness/talk.ts';
import { tempFolder } from '../../harness/temp-home.ts';
import { useModel } from '../../harness/wire.ts';
import { type ModelSim, startModelSim } from '../../sim/models/server.ts';

describe.skipIf(engineLacks)(`folders beside the workspace${engineLacks === null ? '' : ` (skipped: ${engineLacks})`}`, () => {
  let t: HostUnderTest;
  let sim: ModelSim;
  let shared = '';
  let homeId = '';
  let workId = '';
  let chats: Record<string, string> = {};
  const allow = (o: { write?: boolean; nonAdminReadOnly?: boolean; blocked?: string[]; path?: string } = {}) =>
    t.client.sandbox.setMountList({
      allowedRoots: [{ path: o.path ?? shared, allowReadWrite: o.write ?? false, description: '' }],
      blockedPatterns: o.blocked ?? [],
      nonAdminReadOnly: o.nonAdminReadOnly ?? true,
    });
  const run = async (command: string, workspace = 'home'): Promise<string> =>
    (await say(t.client, chats[workspace] ?? '', calling('run', { command }))).reply ?? '';
  const stateOf = async (id: string) =>
    (await t.client.sandbox.panel({ id })).mounts.map(({ name, write, reason }) => [name, write, reason?.code ?? null]);

  beforeEach(async () => {
    shared = tempFolder('shared');
    mkdirSync(join(shared, 'data'));
    writeFileSync(join(shared, 'data', 'note.txt'), 'from outside\n');
    for (const path of [shared, join(shared, 'data')]) chmodSync(path, 0o777);
    t = await startHost({ containerRuntime: 'docker' });
    await t.client.plugins.saveSettings({ id: 'docker', settings: { address: engineAddress, image: testImage } });
    sim = await startModelSim();
    sim.script(obey);
    await useModel(t.client, sim);
    homeId = (await t.client.workspaces.list())[0]?.id ?? '';
    workId = (await t.client.workspaces.add({ name: 'work', accounts: ['sim'], model: 'sim-large' })).id;
    chats = { home: t.chatId, work: (await t.client.chats.open({ workspace: 'work', surface: 'desktop' })).id };
  });
  afterEach(async () => {
    await t.stop();
    await sim.close();
  });

  it('are there only when a list allows them, which lies where no sandbox sees it', async () => {
    const wish = { id: homeId, name: 'data', path: join(shared, 'data'), write: false };
    await t.client.sandbox.setMount(wish);
    expect(await stateOf(homeId)).toEqual([['data', null, 'mounts-no-list']]);
    expect(await run('ls extra 2>&1')).toContain('No such file');
    await allow();
    expect(await stateOf(homeId)).toEqual([['data', false, null]]);
    await t.client.sandbox.setMount(wish);
    expect(await run('cat extra/data/note.txt; ls -a / /workspace | grep -c allowlist; touch extra/data/x 2>&1')).toMatch(
      /from outside\n0\n.*Read-only/s,
    );
    writeFileSync(join(t.home, 'mount-allowlist.json'), '{ not json');
    expect(await stateOf(homeId)).toEqual([['data', null, 'mounts-no-list']]);
    // The running one without it any more, as soon as the change was noticed.
    await expect.poll(() => run('ls extra/data')).toBe('exit code 0\n');
  });

  it.each([
    [true, true, false, 'home', true, null],
    [true, true, true, 'home', true, null],
    [true, true, true, 'work', false, 'mount-read-only-workspace'],
    [true, true, false, 'work', true, null],
    [true, false, false, 'home', false, 'mount-read-only-list'],
    [false, true, false, 'home', false, null],
    [false, false, false, 'work', false, null],
  ])(
    'are written with the wish (%s), the yes of the root (%s), and (only admin: %s) in the workspace %s: %s, and it is told which yes is missing',
    async (wish, root, nonAdminReadOnly, workspace, writes, missing) => {
      const id = workspace === 'home' ? homeId : workId;
      await allow({ write: root, nonAdminReadOnly });
      await t.client.sandbox.setMount({ id, name: 'data', path: join(shared, 'data'), write: wish });
      expect(await stateOf(id)).toEqual([['data', writes, missing]]);
      expect(await run('echo inside > extra/data/new.txt && echo written', workspace)).toContain(writes ? 'written' : 'Read-only');
    },
  );

  it('that are links, blocked, ours, outside or nothing are refused, each in words', async () => {
    await allow({ blocked: ['private'] });
    for (const name of ['.ssh', 'my-credentials', 'private-things']) mkdirSync(join(shared, name));
    symlinkSync('/etc', join(shared, 'link'));
    symlinkSync(t.home, join(shared, 'ours'));
    const paths: [string, string][] = [
      [join(shared, 'link'), 'mount-not-allowed'],
      ['/etc', 'mount-not-allowed'],
      // The data folder of this test lies in there too.
      [join(shared, '..'), 'mount-is-ours'],
      [join(shared, '.ssh'), 'mount-blocked'],
      [join(shared, 'my-credentials'), 'mount-blocked'],
      [join(shared, 'private-things'), 'mount-blocked'],
      [join(shared, 'ours'), 'mount-is-ours'],
      [join(t.home, 'workspaces'), 'mount-is-ours'],
      ['/', 'mount-is-ours'],
      [join(shared, 'nowhere'), 'mount-not-there'],
      [join(shared, 'data', 'note.txt'), 'mount-not-there'],
    ];
    for (const [path, code] of paths) {
      await t.client.sandbox.setMount({ id: homeId, name: 'x', path, write: true });
      expect([path, ...((await stateOf(homeId))[0] ?? [])]).toEqual([path, 'x', null, code]);
    }
    await expect(t.client.sandbox.setMount({ id: homeId, name: '../x', path: shared, write: false })).rejects.toMatchObject({
      data: { code: 'mount-name-bad' },
    });
    expect(await run('ls extra 2>&1')).not.toContain('note.txt');
  });

  it('are not made through a link that the agent laid in its workspace', async () => {
    await allow();
    const outside = tempFolder('outside');
    chmodSync(outside, 0o777);
    expect(await run(`ln -s ${outside} extra && echo laid`)).toContain('laid');
    await t.client.sandbox.stop({ id: homeId });
    await t.client.sandbox.setMount({ id: homeId, name: 'data', path: join(shared, 'data'), write: false });
    expect(await run('ls extra/data 2>&1')).toContain('No such file');
    expect(readdirSync(outside)).toEqual([]);
  });
});

describe.skipIf(engineLacks)('a folder that is exchanged after it was checked', () => {
  it('is noticed before anybody works there', async () => {
    const { createMounts } = await import('#core/services/mounts.ts');
    const { sandboxesUnderTest } = await import('../../docker/sandboxes-under-test.ts');
    const { builtToolbox } = await import('../../../main/toolbox/testing/built-toolbox.ts');
    const { runIn } = await import('../../../main/toolbox/testing/under-test.ts');
    const built = await builtToolbox();
    const home = tempFolder('list');
    const root = tempFolder('root');
    mkdirSync(join(root, 'data'));
    writeFileSync(join(root, 'data', 'note'), 'good');
    const secret = tempFolder('secret');
    writeFileSync(join(secret, 'key'), 'secret');
    for (const path of [root, join(root, 'data'), join(root, 'data', 'note'), secret]) chmodSync(path, 0o777);
    const listFile = join(home, 'mount-allowlist.json');
    writeFileSync(listFile, JSON.stringify({ allowedRoots: [{ path: root, allowReadWrite: true }] }));
    let swap = true;
    const under = sandboxesUnderTest(built.dir, {
      extraMounts: async (workspaceId) => {
        const checked = await mounts.forStart(workspaceId);
        // Between the check and the engine's look.
        if (swap) {
          swap = false;
          renameSync(join(root, 'data'), join(root, 'data-old'));
          symlinkSync(secret, join(root, 'data'));
        }
        return checked;
      },
      timing: { retryMs: 1 },
    });
    const store = {
      workspaces: { byId: () => ({ isAdmin: true }) },
      networks: { mounts: () => [{ name: 'data', path: join(root, 'data'), write: true }] },
    } as unknown as Parameters<typeof createMounts>[0]['store'];
    const mounts = createMounts({ store, listFile, homeDir: home, folder: under.folder, isAllowed: () => true, log: () => {} });
    try {
      const never = new AbortController().signal;
      const toolbox = await under.sandboxes.acquire('w', never);
      // The first start was refused, the second one found a link that leads out of what is allowed.
      expect(under.logged.some((line) => line.includes('mount-swapped'))).toBe(true);
      expect(under.store.get('w')).toMatchObject({ epoch: 2, state: 'ready' });
      expect((await runIn(toolbox, 'cat extra/data/key extra/data/note')).stdout).toBe('');
      rmSync(join(root, 'data'));
      renameSync(join(root, 'data-old'), join(root, 'data'));
      await under.sandboxes.restart('w');
      expect((await runIn(await under.sandboxes.acquire('w', never), 'cat extra/data/note')).stdout).toBe('good');
    } finally {
      expect(await under.close()).toBe(0);
      await built.dispose();
    }
  });
});
