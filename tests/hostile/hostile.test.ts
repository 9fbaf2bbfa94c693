import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { toolboxDir } from '../harness/built.ts';
import { tempFolder } from '../harness/temp-home.ts';
import { defences } from './defences-off/defences.ts';
import { buildOpenToolbox } from './defences-off/open-toolbox.ts';
import { groups } from './groups.ts';
import { type Carried, carryOutPart, parts } from './suite.ts';

const longMs = 300_000;
// The shell of the attacks is a real one.
const lacks = spawnSync('bwrap', ['--version']).status !== 0 || spawnSync('curl', ['--version']).status !== 0;

it('has at least 150 attacks, each with an id of its own', () => {
  const ids = groups.flatMap(({ rows }) => rows.map(({ id }) => id));
  expect(ids.length).toBeGreaterThanOrEqual(150);
  expect(new Set(ids).size).toBe(ids.length);
});

it('knows where every defence stands that it takes out', () => {
  const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
  const moved = defences.flatMap(({ name, changes }) =>
    changes.filter(({ file, find }) => !read(file).includes(find)).map((c) => [name, c.file, c.find]),
  );
  expect(moved).toEqual([]);
});

describe.skipIf(lacks).each(parts)('a hostile model: $groups', (part) => {
  let carried: Carried;
  beforeAll(async () => {
    carried = await carryOutPart(part, { isDefended: true, toolboxDir: toolboxDir() });
  }, longMs);

  it.each(
    groups.filter(({ name }) => part.groups.split(',').includes(name)).flatMap((g) => g.rows.map(({ id, goal }) => [id, goal] as const)),
  )('%s may not %s', (id) => {
    const row = carried.rows.find((r) => r.id === id);
    expect(row, 'was not carried out').toBeDefined();
    expect(row?.fault ?? null).toBeNull();
  });
  it('crashes nothing', () => {
    expect(carried.faults).toEqual([]);
  });
});

// The whole of it is `npm run hostile`. A suite that nothing can fail would prove nothing.
describe.skipIf(lacks)('without the defences', () => {
  const sample = '^(EXF-0[1-9]|GATE-0[1-4]|NET-0[1-6]|PATH-0[1-9]|MAL-0[1-5]|WSP-01|PLG-0[5-9]|DOOR-0[1-9]|POI-0[1-6])$';
  it(
    'the same attacks succeed',
    async () => {
      const dir = tempFolder('open-toolbox');
      symlinkSync(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(dir, 'node_modules'));
      mkdirSync(join(dir, 'toolbox'));
      await buildOpenToolbox(join(dir, 'toolbox'));
      const { rows } = await carryOutPart(
        { groups: 'window', keep: '' },
        { isDefended: false, toolboxDir: join(dir, 'toolbox'), only: sample },
      );
      expect(rows.length).toBeGreaterThan(40);
      expect(rows.filter(({ won }) => !won).map(({ id, verdict, fault }) => [id, verdict, fault])).toEqual([]);
    },
    longMs,
  );
});
