import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { StepView } from '#contract/ui/views.ts';
import { createFakeClock } from '#core/base/fake-clock.ts';
import { say } from '../harness/talk.ts';
import { startWorld, type World } from '../harness/world.ts';

let w: World;
let clock: ReturnType<typeof createFakeClock>;
let file: string;
beforeEach(async () => {
  clock = createFakeClock();
  w = await startWorld({ clock });
  file = join(w.home, 'workspaces', 'home', 'list.txt');
  writeFileSync(file, 'milk\nbread\n');
});
afterEach(() => w.close());

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no refusal',
    (error: { data?: { code?: string } }) => error.data?.code ?? error,
  );
/** The step of one call that the model made. */
const called = async (name: string, input: Record<string, string>): Promise<StepView> => {
  let calls = 0;
  w.sim.script(() => (calls++ === 0 ? [{ do: 'tool', name, input }] : [{ do: 'text', text: 'Done.' }]));
  const { turn } = await say(w.client, w.chatId, `please ${name}`);
  const step = turn?.steps.find(({ tool }) => tool?.name === name);
  if (!step) throw new Error('the call is missing');
  return step;
};
const again = async (step: StepView) => (await w.client.turns.get({ turnId: step.turnId })).steps.find(({ id }) => id === step.id)?.change;

it('puts an edited file back, shows it, and tells the model with the next message', async () => {
  const step = await called('edit', { path: 'list.txt', old: 'bread', new: 'cake' });
  expect(readFileSync(file, 'utf8')).toBe('milk\ncake\n');
  expect(step.change).toEqual({ undoUntil: expect.any(Number), undoneAt: null });
  await w.client.turns.undoChange({ stepId: step.id });
  expect(readFileSync(file, 'utf8')).toBe('milk\nbread\n');
  expect((await again(step))?.undoneAt).toEqual(expect.any(Number));
  expect(await codeOf(w.client.turns.undoChange({ stepId: step.id }))).toBe('change-undone');
  w.sim.script(() => [{ do: 'text', text: 'I see.' }]);
  await say(w.client, w.chatId, 'and now?');
  expect(JSON.stringify(w.sim.requests.at(-1))).toContain('The change to list.txt was taken back');
});

it('puts a replaced file back, and a new one into the trash', async () => {
  const replaced = await called('write', { path: 'list.txt', content: 'nothing' });
  await w.client.turns.undoChange({ stepId: replaced.id });
  expect(readFileSync(file, 'utf8')).toBe('milk\nbread\n');
  const made = await called('write', { path: 'new/plan.txt', content: 'a plan' });
  await w.client.turns.undoChange({ stepId: made.id });
  expect(existsSync(join(w.home, 'workspaces', 'home', 'new', 'plan.txt'))).toBe(false);
});

it('refuses when the file was changed or deleted since, and changes nothing', async () => {
  const step = await called('edit', { path: 'list.txt', old: 'bread', new: 'cake' });
  writeFileSync(file, 'by hand');
  expect(await codeOf(w.client.turns.undoChange({ stepId: step.id }))).toBe('change-overwritten');
  expect(readFileSync(file, 'utf8')).toBe('by hand');
  rmSync(file);
  expect(await codeOf(w.client.turns.undoChange({ stepId: step.id }))).toBe('change-overwritten');
  expect((await again(step))?.undoneAt).toBeNull();
});

it('refuses after an hour', async () => {
  const step = await called('edit', { path: 'list.txt', old: 'bread', new: 'cake' });
  clock.advance(3_600_001);
  expect(await codeOf(w.client.turns.undoChange({ stepId: step.id }))).toBe('change-too-old');
  expect(await codeOf(w.client.turns.undoChange({ stepId: 'step_NONE' }))).toBe('change-too-old');
});
