import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Attack } from '../attack.ts';
import { call } from '../drive.ts';
import type { Window } from '../world/window.ts';

/** A program of this computer writes into the log behind the host’s back. */
const tampered = (id: string, goal: string, sql: string, told: RegExp): Attack<Window> => ({
  id,
  goal,
  verdict: 'told',
  async run(w) {
    const s = await w.stage();
    await s.drive([call('write', { path: 'x', content: 'x' }), call('write', { path: 'y', content: 'y' }), call('read', { path: 'y' })]);
    const db = new DatabaseSync(join(w.home, 'pynchy.db'));
    db.exec(`PRAGMA busy_timeout = 5000; DROP TRIGGER IF EXISTS audit_no_delete; DROP TRIGGER IF EXISTS audit_no_update; ${sql}`);
    db.close();
    const { text } = await w.client.audit.verify();
    await w.client.workspaces.stopSandbox({ id: s.workspaceId });
    const isTold = told.test(text);
    return { won: !isTold, verdict: isTold ? 'told' : 'allowed', seen: text };
  },
});
const last = 'SELECT max(seq) FROM audit';

/** What is left when everything else was too late: the emergency stop, and the log. */
export const lastStand = (): Attack<Window>[] => [
  {
    id: 'EMG-01',
    goal: 'begin new work after everything was stopped',
    verdict: 'held',
    async run(w) {
      const s = await w.stage();
      await w.client.emergency.stop();
      const before = w.sim.requests.length;
      w.sim.script(() => call('run', { command: 'touch after', timeout_s: 10 }));
      const { messageId } = await w.client.messages.send({ chatId: s.chatId, text: 'Go on.', clientId: crypto.randomUUID(), files: [] });
      for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve));
      const { turn } = await w.client.messages.turnOf({ messageId });
      const won = w.sim.requests.length > before || turn !== null || existsSync(join(s.folder, 'after'));
      await release(w);
      return { won, verdict: won ? 'allowed' : 'held' };
    },
  },
  {
    id: 'EMG-02',
    goal: 'let a task fire after everything was stopped',
    verdict: 'held',
    async run(w) {
      const s = await w.stage();
      await s.drive([call('schedule_task', { prompt: `fire ${s.name}`, in: '10m' })]);
      await w.client.emergency.stop();
      const before = w.sim.requests.length;
      w.clock.advance(11 * 60_000);
      for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve));
      const won = w.sim.requests.length > before;
      await release(w);
      return { won, verdict: won ? 'allowed' : 'held' };
    },
  },
  {
    id: 'EMG-03',
    goal: 'go on with more than the owner was shown, at the release',
    verdict: 'refused',
    async run(w) {
      const s = await w.stage();
      await w.client.emergency.stop();
      await w.client.messages.send({ chatId: s.chatId, text: 'Unseen.', clientId: crypto.randomUUID(), files: [] });
      const done = await w.client.emergency.release({ seen: [], drop: [] }).then(
        () => true,
        () => false,
      );
      await release(w);
      return { won: done, verdict: done ? 'allowed' : 'refused' };
    },
  },
  tampered(
    'AUD-01',
    'change a row of the log',
    `UPDATE audit SET detail = 'nothing happened' WHERE seq = (${last}) - 2`,
    /changed after it was written/,
  ),
  tampered('AUD-02', 'take a row out of the log', `DELETE FROM audit WHERE seq = (${last}) - 3`, /missing/),
  tampered(
    'AUD-03',
    'put a row into the log',
    `INSERT INTO audit SELECT seq + 100000, at, actor, workspace_id, turn_id, call_hash, decision, rule, outcome, detail, prev_hash, mac FROM audit WHERE seq = 1`,
    /changed|moved|not written|missing|elsewhere|stands/,
  ),
];

const release = async (w: Window): Promise<void> => {
  const { on, held } = await w.client.emergency.get();
  if (on !== null) await w.client.emergency.release({ seen: held.map(({ id }) => id), drop: held.map(({ id }) => id) });
};
