import { readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type HostUnderTest, startHost } from '../harness/in-process-host.ts';
import { readZip } from '../harness/read-zip.ts';

let t: HostUnderTest;
beforeEach(async () => {
  t = await startHost();
});
afterEach(() => t.stop());

it('keeps how the window looks over a restart, and changes only what is named', async () => {
  expect(await t.client.settings.ui()).toMatchObject({ colors: 'auto', textPercent: 100, welcome: 'new' });
  await t.client.settings.setUi({ colors: 'dark', quiet: { from: '22:00', to: '07:00' } });
  await t.client.settings.setUi({ textPercent: 120 });
  await t.stop();
  t = await startHost({ home: t.home });
  expect(await t.client.settings.ui()).toMatchObject({
    colors: 'dark',
    textPercent: 120,
    quiet: { from: '22:00', to: '07:00' },
    welcome: 'new',
  });
});

it('refuses what no window could show', async () => {
  await expect(t.client.settings.setUi({ textPercent: 400 })).rejects.toThrow();
  await expect(t.client.settings.setUi({ quiet: { from: '25:00', to: '07:00' } })).rejects.toThrow();
  await expect(t.client.settings.setUi({ unheardOf: true } as never)).rejects.toThrow();
  expect((await t.client.settings.ui()).textPercent).toBe(100);
});

it('exports chats and files into one archive, and no key', async () => {
  const key = 'sk-ant-canary-9f2c';
  await t.client.accounts.add({ name: 'work', provider: 'anthropic', key });
  const [home] = await t.client.workspaces.list();
  await t.client.messages.send({ chatId: t.chatId, text: '!echo mine > hers.txt', clientId: 'one' });
  await expect
    .poll(async () => (await t.client.chats.thread({ chatId: t.chatId })).messages.find((m) => m.command)?.command?.exitCode)
    .toBe(0);
  writeFileSync(join(home?.folder ?? '', 'notes.txt'), 'a note');
  const done = await t.client.settings.exportAll();
  expect(done).toMatchObject({ skipped: 0, files: 2 });
  const files = readZip(done.file);
  const listed = [...files].map(([name, data]) => `${name}\n${data.toString('utf8')}`).join('\n');
  expect(listed).toContain('files/1 home/notes.txt');
  expect(listed).toContain('files/1 home/hers.txt');
  expect(listed).toContain('!echo mine');
  expect(listed).toContain('"work"');
  expect(listed).not.toContain(key);
});

it('exports long outputs whole, has nothing half under the name of an archive, and removes what a dead host left', async () => {
  const [home] = await t.client.workspaces.list();
  const odd = 'up..\\..\\name.txt';
  writeFileSync(join(home?.folder ?? '', odd), 'odd');
  const { file } = await t.client.settings.exportAll();
  expect([...readZip(file).keys()].filter((name) => name.includes('\\'))).toEqual([]);
  const left = join(dirname(file), 'pynchy-2026-01-01T00-00-00.zip.part');
  writeFileSync(left, 'half');
  await t.client.messages.send({ chatId: t.chatId, text: 'run seq 1 40000', clientId: 'long' });
  const outputOf = async () => {
    const { turns } = await t.client.chats.thread({ chatId: t.chatId });
    return turns.flatMap(({ steps }) => steps).find((step) => step.tool?.outputBlob)?.tool?.outputBlob ?? null;
  };
  await expect.poll(outputOf).not.toBeNull();
  const again = await t.client.settings.exportAll();
  expect(
    readZip(again.file)
      .get(`attachments/${await outputOf()}`)
      ?.toString(),
  ).toContain('39999');
  expect(readdirSync(dirname(file)).filter((name) => name.endsWith('.part'))).toEqual([]);
});

it('tries settings of a plugin before they are saved, and keeps nothing of it', async () => {
  const server = createServer(
    (_, response) => void response.end(JSON.stringify({ results: [{ title: 'a', url: 'https://a.example', content: '' }] })),
  );
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const searxngUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const web = async () => (await t.client.plugins.list()).find(({ id }) => id === 'web');
    expect((await web())?.canTest).toBe(true);
    expect(await t.client.plugins.test({ id: 'web', settings: { searxngUrl } })).toEqual({
      ok: true,
      text: 'SearXNG answered with 1 result.',
    });
    expect(await t.client.plugins.test({ id: 'web', settings: {} })).toMatchObject({ ok: false });
    expect((await web())?.settings).toEqual({});
    await t.client.plugins.setEnabled({ id: 'web', enabled: false });
    expect((await web())?.canTest).toBe(false);
    await expect(t.client.plugins.test({ id: 'web', settings: { searxngUrl } })).rejects.toThrow();
  } finally {
    server.close();
  }
});
