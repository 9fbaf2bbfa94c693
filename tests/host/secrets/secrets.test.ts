import { readdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type HostUnderTest, startHost } from '../../harness/in-process-host.ts';
import { say } from '../../harness/talk.ts';
import { useModel } from '../../harness/wire.ts';
import { type ModelSim, startModelSim } from '../../sim/models/server.ts';

const canary = 'canary-4b1d-"quoted"-key-9e77';
let sim: ModelSim;
let t: HostUnderTest;
beforeEach(async () => {
  sim = await startModelSim();
  t = await startHost();
});
afterEach(async () => {
  await t.stop();
  await sim.close();
});

const files = (dir: string): string[] =>
  readdirSync(dir, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? files(join(dir, e.name)) : [join(dir, e.name)]));

it('keeps a key out of every file, log line and event, also when the server says it back', async () => {
  const seen: string[] = [];
  const reading = new AbortController();
  void (async () => {
    for await (const item of await t.client.host.watch({ since: null }, { signal: reading.signal })) seen.push(JSON.stringify(item));
  })();
  await useModel(t.client, sim, { key: canary });
  expect((await say(t.client, t.chatId, 'Hello')).state).toBe('answered');
  for (const action of [
    { status: 401, body: { error: { message: `bad key ${canary}` } } },
    { status: 500, body: `oops ${canary}` },
    { status: 400, body: { error: { message: canary } } },
  ]) {
    sim.script((r) =>
      r.n % 2 ? [{ do: 'answer', ...action, headers: { 'retry-after': '0' } }] : [{ do: 'answer', ...action, status: 401 }],
    );
    const said = await say(t.client, t.chatId, 'Again');
    expect(JSON.stringify(said)).not.toContain(canary);
  }
  sim.script(() => [{ do: 'answer', status: 403, body: { error: { message: canary } } }]);
  expect(JSON.stringify(await t.client.accounts.test({ name: 'sim' }))).not.toContain('canary');
  expect(
    JSON.stringify([
      await t.client.accounts.list(),
      await t.client.host.status(),
      await t.client.audit.list({}),
      await t.client.host.logs({}),
    ]),
  ).not.toContain('canary-4b1d');
  reading.abort();
  expect(sim.requests.some((r) => r.headers.authorization === `Bearer ${canary}`)).toBe(true);
  await t.stop();
  for (const line of seen) expect(line).not.toContain('canary-4b1d');
  for (const file of files(t.home)) {
    const bytes = readFileSync(file);
    for (const form of [canary, 'canary-4b1d', Buffer.from(canary).toString('base64'), Buffer.from(canary).toString('hex')])
      expect(bytes.includes(form), `${file} holds ${form}`).toBe(false);
    expect(statSync(file).mode & 0o077, `${file} can be read by others`).toBe(0);
  }
}, 60_000);

it('writes each reveal of a key down, and the audit log holds', async () => {
  await useModel(t.client, sim, { key: canary });
  await say(t.client, t.chatId, 'Hello');
  const rows = await t.client.audit.list({});
  expect(rows.some((r) => r.outcome === 'revealed' && r.actor === 'plugin:openai-compatible')).toBe(true);
  expect(await t.client.audit.verify()).toMatchObject({ ok: true });
});

it('makes no new vault in place of a lost one, says so, and opens the keys again when it is back', async () => {
  await useModel(t.client, sim, { key: canary });
  await t.stop();
  const { home } = t;
  renameSync(join(home, 'vault'), join(home, 'elsewhere'));
  t = await startHost({ home });
  expect(await t.client.vault.status()).toMatchObject({ state: 'damaged', entries: 0 });
  expect((await t.client.host.status()).host.notices.map((n) => n.code)).toContain('vault-lost');
  expect((await say(t.client, t.chatId, 'Hello')).turn?.reason?.code).toBe('vault-locked');
  await expect(t.client.accounts.setKey({ name: 'sim', key: 'another-key-0123456789' })).rejects.toMatchObject({
    data: { code: 'vault-damaged' },
  });
  expect(readdirSync(join(home, 'vault')).filter((name) => name.startsWith('vault'))).toEqual([]);
  await t.stop();
  for (const name of ['vault.json', 'vault.key']) renameSync(join(home, 'elsewhere', name), join(home, 'vault', name));
  t = await startHost({ home });
  expect((await say(t.client, t.chatId, 'Hello')).state).toBe('answered');
});
