import { expect, test } from 'vitest';
import type { StepView } from '#contract/ui/views.ts';
import { workSummary, workTrouble } from './work-summary.ts';

const call = (name: string, input: Record<string, unknown>, change: Partial<StepView> & { exitCode?: number | null } = {}): StepView => ({
  id: `${name}-${JSON.stringify(input)}`,
  turnId: 't',
  ord: 0,
  kind: 'tool',
  state: 'done',
  reason: null,
  text: '',
  model: null,
  startedAt: 0,
  endedAt: 12_000,
  ...change,
  tool: { name, input, output: '', outputBlob: null, exitCode: change.exitCode ?? null },
});

test('calls are counted by what they do, and a file that was written twice is one file', () => {
  const steps = [
    call('run', { command: 'a' }, { exitCode: 0 }),
    call('run', { command: 'b' }, { exitCode: 0 }),
    call('write', { path: 'x' }),
    call('edit', { path: 'x' }),
    call('remember', { text: 'y' }),
  ];
  expect(workSummary(steps, 0)).toBe('Ran 2 commands, changed 1 file, used 1 tool, 12 s');
  expect(workTrouble(steps, false)).toBeNull();
});

test('what failed and what may have happened is said apart', () => {
  const steps = [
    call('run', { command: 'a' }, { exitCode: 1 }),
    call('run', { command: 'b' }, { state: 'unknown' }),
    call('run', { command: 'c' }, { exitCode: 0 }),
  ];
  expect(workTrouble(steps, false)).toBe('1 of 3 failed, 1 of 3 may or may not have happened');
});

test('a call that a stop cut off did not fail by itself', () => {
  const steps = [call('run', { command: 'sleep 30' }, { state: 'failed' })];
  expect(workTrouble(steps, true)).toBe('1 of 1 stopped');
  expect(workTrouble(steps, false)).toBe('1 of 1 failed');
});
