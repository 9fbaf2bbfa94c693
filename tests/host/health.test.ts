import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { HealthRow } from '#contract/model/health.ts';
import { renderParts, renderReason } from '#contract/text/render.ts';
import { say } from '../harness/talk.ts';
import { startWorld } from '../harness/world.ts';
import { faults } from './health-faults.ts';
import { canMount, closeAll, closers, sql, started } from './health-hosts.ts';

afterEach(closeAll);

it.each(faults)('$name: one row says what, why and what to click', async (fault) => {
  const t = await fault.inject();
  const rows = fault.deep ? await t.client.health.check() : await t.client.health.rows();
  const row = rows.find(({ id, state }) => (typeof fault.row === 'string' ? id === fault.row : fault.row.test(id) && state !== 'ok'));
  const sentence = renderReason(row?.reason ?? { code: 'no-such-row', params: {} });
  expect(row, JSON.stringify(rows.filter(({ state }) => state !== 'ok'))).toMatchObject({
    state: fault.state,
    action: { kind: fault.button },
  });
  expect(sentence).toMatch(fault.says);
  expect(sentence).not.toMatch(/[{}]|^\(|^error/i);
  expect(renderParts(row?.reason ?? { code: '', params: {} }).what.length).toBeGreaterThan(20);
  // The fault is told by its own row and by no other.
  expect(
    rows.filter(({ state, id }) => state === 'failing' && id !== row?.id && !(fault.row === 'vault' && id.startsWith('account:'))),
  ).toEqual([]);
});

// Named where it cannot be: the rows above with a disk of their own are not collected there.
if (!canMount) it.skip('a full disk is told (needs root on Linux: a small disk of its own is mounted)');

it('is well on a new home: nothing fails, and doctor says the same rows in words', async () => {
  const t = await started();
  const rows = await t.client.health.check();
  expect(rows.filter(({ state }) => state === 'failing')).toEqual([]);
  expect(
    rows
      .filter(({ state }) => state === 'attention')
      .map(({ id }) => id)
      .sort(),
  ).toEqual(['accounts', 'backup']);
  const findings = await t.client.host.doctor();
  expect(findings.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
  expect(findings.every(({ ok }) => ok)).toBe(true);
  for (const { text } of findings) expect(text).toMatch(/^[a-z]+.*: [A-Z0-9].*\.$/);
});

it('does what the buttons say: tests the account, starts the sandbox again, turns the plugin on', async () => {
  const w = await startWorld();
  closers.push(w.close);
  let isBroken = true;
  w.sim.script(() => (isBroken ? [{ do: 'answer', status: 401, body: { error: { message: 'no' } } }] : [{ do: 'text', text: 'Hello.' }]));
  await say(w.client, w.chatId, 'Go');
  const failing = (rows: HealthRow[]) => rows.filter(({ state }) => state === 'failing').map(({ id }) => id);
  const [account] = failing(await w.client.health.rows());
  expect(account).toMatch(/^account:/);
  isBroken = false;
  expect(failing(await w.client.health.fix({ kind: 'test-account', target: account?.slice('account:'.length) ?? '' }))).toEqual([]);

  const [home] = await w.client.workspaces.list();
  sql(
    w.home,
    `INSERT INTO sandboxes(workspace_id, epoch, provider, state, claimed_boot_id) VALUES ('${home?.id}', 1, 'bubblewrap', 'failed', 'boot')`,
  );
  expect(failing(await w.client.health.rows())).toEqual([`sandbox:${home?.id}`]);
  expect(failing(await w.client.health.fix({ kind: 'restart-sandbox', target: home?.id ?? '' }))).toEqual([]);

  await w.client.plugins.setEnabled({ id: 'openai-compatible', enabled: false });
  expect(failing(await w.client.health.rows())).toHaveLength(1);
  expect(failing(await w.client.health.fix({ kind: 'turn-plugin-on', target: 'openai-compatible' }))).toEqual([]);
});

it('tells the screens when an account was tested or the vault was unlocked', async () => {
  const t = await started();
  await t.client.vault.setPassphrase({ passphrase: 'correct horse', keepKeyFile: false });
  await t.stop();
  const later = await started({ home: t.home });
  const news = await later.client.host.watch({ since: null });
  await news.next();
  await later.client.vault.unlock({ passphrase: 'correct horse' });
  expect((await news.next()).value).toMatchObject({ type: 'event', topic: 'host' });
  await news.return(undefined);
  expect(readFileSync(join(later.home, 'logs', 'host.log'), 'utf8')).not.toContain('correct horse');
});
