import { readdirSync, readlinkSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { BlobRef, Ctx } from '#plugin-api';
import { type HostUnderTest, startHost } from '../harness/in-process-host.ts';

// A plugin that keeps what it was given each time, as a careless or a hostile one would.
let t: HostUnderTest;
const kept: Ctx[] = [];
const keeper = {
  folder: 'keeper',
  manifest: {
    id: 'keeper',
    version: '1.0.0',
    apiVersion: 1,
    title: 'Keeper',
    description: 'Keeps things.',
    entry: './index.ts',
    runs: 'host',
    permissions: [{ kind: 'sync-storage', why: 'For the test.' }],
    contributes: [{ kind: 'tool', id: 'keep', title: 'Keep' }],
    settings: { type: 'object', properties: { token: { type: 'string', 'x-secret': true }, name: { type: 'string' } } },
  },
  load: async () => ({
    plugin: {
      async activate(ctx: Ctx) {
        kept.push(ctx);
        await ctx.storage.commit(new Map([['key', Buffer.from('value')]]));
      },
    },
  }),
};
const ref = { secret: 'plugin:keeper:token', purpose: 'the test' };
const turn = (enabled: boolean) => t.client.plugins.setEnabled({ id: 'keeper', enabled });
const openFiles = (name: string): number =>
  readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).endsWith(name);
    } catch {
      // The listing itself was one of them.
      return false;
    }
  }).length;
async function* bytes(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('some bytes');
}
const readAll = async (ctx: Ctx, blob: BlobRef): Promise<string> => {
  let text = '';
  for await (const chunk of ctx.blobs.get(blob)) text += Buffer.from(chunk).toString();
  return text;
};

beforeEach(async () => {
  kept.length = 0;
  t = await startHost({ plugins: [keeper] });
  await t.client.plugins.saveSettings({ id: 'keeper', settings: { token: 'keeper-token-0123456789' } });
});
afterEach(() => t.stop());

it('gives a plugin that is off neither storage nor secrets nor blobs', async () => {
  const ctx = kept[0] as Ctx;
  expect(Buffer.from((await ctx.storage.get('key')) ?? []).toString()).toBe('value');
  expect(await ctx.reveal(ref)).toBe('keeper-token-0123456789');
  const blob = await ctx.blobs.put(bytes(), {});
  expect(await readAll(ctx, blob)).toBe('some bytes');
  let told = 0;
  ctx.onSettings(() => told++);

  await turn(false);
  const off = { code: 'not-available' };
  await expect(ctx.storage.get('key')).rejects.toMatchObject(off);
  await expect(ctx.storage.list('')).rejects.toMatchObject(off);
  await expect(ctx.storage.commit(new Map())).rejects.toMatchObject(off);
  expect(() => ctx.storage.sync?.get('key')).toThrow('not-available');
  expect(() => ctx.storage.sync?.commit(new Map())).toThrow('not-available');
  await expect(ctx.reveal(ref)).rejects.toMatchObject(off);
  await expect(ctx.blobs.put(bytes(), {})).rejects.toMatchObject(off);
  await expect(readAll(ctx, blob)).rejects.toMatchObject(off);
  await t.client.plugins.saveSettings({ id: 'keeper', settings: { name: 'new' } });
  expect(told).toBe(0);
});

it('keeps no file open for a plugin that is off, however often it is turned off and on', async () => {
  for (let i = 0; i < 5; i++) {
    await turn(false);
    expect(openFiles('keeper/storage.db')).toBe(0);
    await turn(true);
    expect(openFiles('keeper/storage.db')).toBe(1);
  }
  expect(kept).toHaveLength(6);
  await expect(kept[0]?.storage.get('key')).rejects.toThrow('not-available');
  expect(Buffer.from((await kept[5]?.storage.get('key')) ?? []).toString()).toBe('value');
});
