import { expect, it } from 'vitest';
import { askHooks } from './before-hooks.ts';

type Run = Parameters<typeof askHooks>[0][number]['impl']['run'];
const never = new Promise<never>(() => undefined);
const ask = (runs: readonly Run[], signal = new AbortController().signal, deadlineMs = 5_000) =>
  askHooks(
    runs.map((run, i) => ({ impl: { run }, pluginId: `p${i}` })),
    { event: { tool: 'run', input: { command: 'ls' } }, deadlineMs },
    signal,
  );

it('lets a call pass that no hook refuses, and gives the first refusal', async () => {
  expect(await ask([])).toBeNull();
  expect(await ask([async () => ({}), async () => ({ note: 'seen' })])).toBeNull();
  expect(await ask([async () => ({}), async () => ({ deny: 'no shell' }), async () => ({ deny: 'late' })])).toBe('no shell');
});

it.each<[string, Run]>([
  [
    'throws at once',
    () => {
      throw new Error('broken');
    },
  ],
  ['rejects', () => Promise.reject(new Error('broken'))],
  ['answers nothing', (async () => undefined) as unknown as Run],
])('counts a hook that %s as a no', async (_, run) => {
  expect(await ask([run])).toContain('the plugin p0 failed');
});

it('counts a hook that never answers as a no after its deadline, and tells it that it is over', async () => {
  let given: AbortSignal | null = null;
  const hangs: Run = (_, signal) => {
    given = signal;
    return never;
  };
  expect(await ask([hangs], undefined, 5)).toBe('the plugin p0 failed: no answer within 0.005 s');
  expect((given as AbortSignal | null)?.aborted).toBe(true);
});

it('rejects with the reason of a stop while a hook thinks', async () => {
  const stop = new AbortController();
  const asked = ask([() => never], stop.signal);
  stop.abort(new Error('stopped'));
  await expect(asked).rejects.toThrow('stopped');
});

it('does not let a hook change the call that it looks at', async () => {
  const event = { tool: 'run', input: { command: 'ls' } };
  const hook: Run = async (seen) => {
    (seen.input as { command: string }).command = 'rm';
    return {};
  };
  await askHooks([{ impl: { run: hook }, pluginId: 'p' }], { event, deadlineMs: 5_000 }, new AbortController().signal);
  expect(event.input.command).toBe('ls');
});
