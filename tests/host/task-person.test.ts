import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFakeClock, type FakeClock } from '#core/base/fake-clock.ts';
import { logged } from '../harness/logged.ts';
import { calling, obey } from '../harness/obey.ts';
import { say } from '../harness/talk.ts';
import { startWorld, type World } from '../harness/world.ts';

let w: World;
let clock: FakeClock;
beforeEach(async () => {
  clock = createFakeClock();
  w = await startWorld({ clock });
  w.sim.script(obey);
});
afterEach(() => w.close());

it.each([
  ['was removed', []],
  ['may not use Pynchy any more', ["INSERT INTO persons(id, role, name) VALUES ('gone', 'unknown', 'Gone')"]],
])('turns a task off whose person %s, and does not fire it with the authority of the owner', async (_, edits) => {
  await say(w.client, w.chatId, calling('schedule_task', { prompt: 'Water the flowers', every: '10m' }));
  await w.stop();
  const db = new DatabaseSync(join(w.home, 'pynchy.db'), { enableForeignKeyConstraints: false });
  for (const sql of [...edits, "UPDATE tasks SET owner_person_id = 'gone'"]) db.exec(sql);
  db.close();
  clock.advance(10 * 60_000);
  w = await w.restart();
  await logged(w, 'a task was turned off: its person is gone');
  expect(await w.client.tasks.list()).toMatchObject([{ enabled: false, last: { state: 'skipped' } }]);
  clock.advance(60 * 60_000);
  const { messages } = await w.client.chats.thread({ chatId: w.chatId });
  expect(messages.filter((m) => m.origin === 'task')).toEqual([]);
});
