import { readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, it } from 'vitest';
import { type ProcessHost, runCommand, startProcess } from '../../harness/process-host.ts';
import { say } from '../../harness/talk.ts';
import { tempHome } from '../../harness/temp-home.ts';

const running: ProcessHost[] = [];
const started = async (home: string): Promise<ProcessHost> => {
  const host = await startProcess(home, { env: { CONTAINER_RUNTIME: 'embedded' } });
  if (!host) throw new Error('the host did not start');
  running.push(host);
  return host;
};
const stopped = async (host: ProcessHost): Promise<void> => {
  process.kill(host.pid, 'SIGTERM');
  await host.gone;
};
afterEach(async () => {
  for (const host of running.splice(0)) await host.kill();
});
const tamper = (home: string, sql: string): void => {
  const db = new DatabaseSync(join(home, 'pynchy.db'));
  db.exec(`DROP TRIGGER IF EXISTS audit_no_delete; DROP TRIGGER IF EXISTS audit_no_update; ${sql}`);
  db.close();
};

it('vouches for its end at a clean stop and over a kill, finds a cut tail at the start, and says so until somebody looks', async () => {
  const home = tempHome();
  const first = await started(home);
  const chat = await first.client.chats.open({ workspace: 'home', surface: 'cli' });
  await say(first.client, chat.id, 'run echo one');
  await stopped(first);
  const anchors = join(home, 'audit-anchors.jsonl');
  expect(statSync(anchors).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(home, 'logs', 'host.log'), 'utf8')).toContain('"text":"audit anchor"');

  const second = await started(home);
  expect((await runCommand(home, ['audit', 'verify'])).stdout).toContain('The log is whole');
  await second.kill();
  const third = await started(home);
  expect(await third.client.audit.verify()).toMatchObject({ ok: true, problems: [] });
  await stopped(third);

  tamper(home, 'DELETE FROM audit WHERE seq > 1');
  const fourth = await started(home);
  const { notices } = (await fourth.client.host.status()).host;
  expect(notices.map(({ code }) => code)).toContain('audit-cut-at-start');
  const verified = await runCommand(home, ['audit', 'verify']);
  expect([verified.code, verified.stdout]).toEqual([1, 'The end is cut off: rows from 2 on were there and are gone.\n']);
  await stopped(fourth);

  // The anchors cut, too: the log of the host still tells.
  truncateSync(anchors, (readFileSync(anchors, 'utf8').split('\n')[0]?.length ?? 0) + 1);
  await started(home);
  expect((await runCommand(home, ['audit', 'verify'])).code).toBe(1);
});

it('names what is wrong in words, and lists and exports what was asked for', async () => {
  const home = tempHome();
  const first = await started(home);
  const chat = await first.client.chats.open({ workspace: 'home', surface: 'cli' });
  await say(first.client, chat.id, 'run echo one');
  await runCommand(home, ['emergency', 'on']);
  await runCommand(home, ['emergency', 'off']);
  const list = JSON.parse((await runCommand(home, ['audit', 'list', '--rule', 'emergency-stop', '--json'])).stdout) as {
    decision: string;
  }[];
  expect(list.map(({ decision }) => decision)).toEqual(['release', 'stop']);
  const lines = (await runCommand(home, ['audit', 'export'])).stdout.trim().split('\n');
  const all = lines.map((line) => JSON.parse(line) as { seq: number });
  expect(all.map(({ seq }) => seq)).toEqual([...Array(all.length).keys()].map((n) => all.length - n));
  const csv = (await runCommand(home, ['audit', 'export', '--csv', '--decision', 'stop'])).stdout.trim().split('\n');
  expect(csv).toEqual([
    'seq,at,actor,workspaceId,turnId,decision,rule,outcome,detail',
    expect.stringContaining(',stop,emergency-stop,done,'),
  ]);
  expect((await runCommand(home, ['audit', 'list', '--day', '1999-01-01', '--json'])).stdout.trim()).toBe('[]');
  expect((await runCommand(home, ['audit', 'list', '--day', 'nonsense'])).code).toBe(2);
  await stopped(first);
  tamper(home, "UPDATE audit SET detail = 'nothing' WHERE seq = 2; DELETE FROM audit WHERE seq = 3");
  await started(home);
  const verified = await runCommand(home, ['audit', 'verify']);
  expect([verified.code, verified.stdout]).toEqual([
    1,
    'Row 2: changed after it was written, or not written by Pynchy.\nRow 3: missing.\n',
  ]);
});
