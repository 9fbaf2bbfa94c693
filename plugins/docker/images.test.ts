import Docker from 'dockerode';
import { expect, it } from 'vitest';
import { answer, startFaultyEngine } from '../../tests/docker/faulty-engine.ts';
import { tempFolder } from '../../tests/harness/temp-home.ts';
import { build, removeUnused } from './images.ts';

/** An engine whose builds fail and which refuses to prune; `left` says what it still has each time it is asked. */
const refusingEngine = async (left: (asked: number) => number) => {
  let asked = 0;
  const engine = await startFaultyEngine((request, response) => {
    const path = (request.url ?? '').replace(/^\/v[\d.]+/, '');
    if (path.startsWith('/build')) return answer(response, 500, { message: 'the build broke' });
    if (path.startsWith('/images/prune')) return answer(response, 409, { message: 'a prune operation is already running' });
    if (path.startsWith('/containers')) return answer(response, 200, []);
    return answer(response, 200, Array(left(asked++)).fill({ Id: 'sha256:1', RepoTags: null, Size: 1 }));
  });
  return { docker: new Docker({ socketPath: engine.address.replace('unix://', '') }), close: engine.close };
};
const recipe = (): Parameters<typeof build>[1] => ({ dir: tempFolder('recipe'), files: [], hash: 'h' });

const building = async (left: (asked: number) => number) => {
  const logged: unknown[] = [];
  const { docker, close } = await refusingEngine(left);
  const log = (...line: unknown[]): void => void logged.push(line);
  const done = await build(docker, recipe(), { told: () => undefined, signal: new AbortController().signal, log }).finally(close);
  return { done, logged };
};

it('says once, with the cause, that what a failed build left could not be removed', async () => {
  const { done, logged } = await building(() => 1);
  expect(done).toMatchObject({ ok: false, code: 'image-failed', text: expect.stringContaining('the build broke') });
  expect(logged).toEqual([
    [
      'warn',
      'what a build left could not be removed; the next clean-up tries again',
      { cause: expect.stringContaining('a prune operation is already running') },
    ],
  ]);
});

it('says nothing when it is gone at the second look', async () => {
  expect((await building((asked) => (asked === 0 ? 1 : 0))).logged).toEqual([]);
});

it('counts what it freed, and tells of what the engine refused to remove', async () => {
  const logged: unknown[] = [];
  const { docker, close } = await refusingEngine(() => 0);
  expect(await removeUnused(docker, new Set(), (...line) => void logged.push(line)).finally(close)).toEqual({ freedBytes: 0 });
  expect(logged).toMatchObject([
    ['warn', 'what builds left could not be removed; the next clean-up tries again', { cause: expect.stringContaining('already running') }],
  ]);
});
