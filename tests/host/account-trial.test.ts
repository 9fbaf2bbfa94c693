import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startWorld, type World } from '../harness/world.ts';

let w: World;
beforeEach(async () => {
  w = await startWorld();
});
afterEach(() => w.close());

const filesUnder = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dir, name))
    .filter((file) => statSync(file).isFile());

it('tries a key for real and keeps nothing of it, neither in a file nor in the vault', async () => {
  const key = 'trial-key-0123456789-abcdef';
  const vaultBefore = await w.client.vault.status();
  const tried = await w.client.accounts.tryOut({ provider: 'openai', baseUrl: `${w.sim.url}/v1`, key });
  expect(tried).toMatchObject({ ok: true, code: null });
  expect(tried.models.length).toBeGreaterThan(0);
  expect(w.sim.requests.some(({ headers }) => headers.authorization === `Bearer ${key}`)).toBe(true);
  expect(await w.client.vault.status()).toEqual(vaultBefore);
  expect((await w.client.accounts.list()).map(({ name }) => name)).toEqual(['practice', 'sim']);
  expect(filesUnder(w.home).filter((file) => readFileSync(file).includes(key))).toEqual([]);
});

it('says in words why it does not work, without a character of the key', async () => {
  w.sim.script(() => [{ do: 'answer', status: 401, body: { error: { message: 'no' } } }]);
  const tried = await w.client.accounts.tryOut({ provider: 'openai', baseUrl: `${w.sim.url}/v1`, key: 'wrong-key-0123456789' });
  expect(tried).toMatchObject({ ok: false, code: 'key-rejected', models: [] });
  expect(tried.text).not.toContain('wrong');
});

it('tries a new key for an account while the old one stays in use', async () => {
  const before = w.sim.requests.length;
  await w.client.accounts.tryOut({ account: 'sim', key: 'the-new-key-0123456789' });
  expect(w.sim.requests.slice(before).every(({ headers }) => JSON.stringify(headers).includes('the-new-key'))).toBe(true);
  const after = w.sim.requests.length;
  await w.client.accounts.test({ name: 'sim' });
  expect(w.sim.requests.slice(after).some(({ headers }) => JSON.stringify(headers).includes('the-new-key'))).toBe(false);
});

it('never sends a saved key to an address it was not saved for', async () => {
  const before = w.sim.requests.length;
  const other = w.sim.url.replace('127.0.0.1', 'localhost');
  await w.client.accounts.tryOut({ account: 'sim', baseUrl: `${other}/v1` });
  expect(w.sim.requests.slice(before).every(({ headers }) => !headers.authorization && !headers['x-api-key'])).toBe(true);
});
