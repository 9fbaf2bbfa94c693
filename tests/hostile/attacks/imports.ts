import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createZip } from '#core/base/zip-writer.ts';
import { readZip } from '../../harness/read-zip.ts';
import type { Attack } from '../attack.ts';
import { call } from '../drive.ts';
import type { Window } from '../world/window.ts';

/** An export of this home in which somebody has changed or added a file; whether it was taken in. */
const bringIn = async (w: Window, name: string, change: (files: Map<string, Buffer>) => void): Promise<boolean> => {
  const { file } = await w.client.settings.exportAll({});
  const files = new Map(readZip(file));
  change(files);
  const path = join(dirname(file), `${name}.zip`);
  const zip = createZip(path, new Date(2026, 1, 1));
  for (const [entry, data] of files) zip.add(entry, [data]);
  zip.end();
  return w.client.settings.runImport({ file: path }).then(
    () => true,
    () => false,
  );
};
const writing = (id: string, goal: string, entry: (w: Window) => string): Attack<Window> => ({
  id,
  goal,
  verdict: 'refused',
  async run(w) {
    const taken = await bringIn(w, id, (files) => files.set(entry(w), Buffer.from('evil')));
    const won = taken || existsSync(join(w.home, `evil-${id}.txt`));
    return { won, verdict: won ? 'allowed' : 'refused' };
  },
});

/** Archives that somebody prepared, taken in by the owner. */
export const imports = (): Attack<Window>[] => [
  writing('IMP-01', 'have a file of an archive written above the workspace by dots', () => `files/1 home/../../../evil-IMP-01.txt`),
  writing('IMP-02', 'have one written by its whole path', (w) => join(w.home, 'evil-IMP-02.txt')),
  writing('IMP-03', 'have one written by the dots of another system', () => String.raw`files/1 home\..\..\evil-IMP-03.txt`),
  {
    id: 'IMP-04',
    goal: 'have a task of an archive run by itself',
    verdict: 'held',
    async run(w) {
      const s = await w.stage();
      await s.drive([call('schedule_task', { prompt: `come back ${s.canary}`, once: '2035-01-01T09:00' })]);
      const mine = (await w.client.tasks.list()).map(({ id }) => id);
      await bringIn(w, 'IMP-04', () => undefined);
      const brought = (await w.client.tasks.list()).filter((t) => !mine.includes(t.id) && t.prompt.includes(s.canary));
      const won = brought.some(({ enabled }) => enabled);
      return { won, verdict: won ? 'allowed' : 'held', seen: `${brought.length} tasks came` };
    },
  },
];
