import { afterEach, beforeEach, expect, it } from 'vitest';
import { lastText, type PhoneWorld, shownIn, startPhoneWorld } from '../../harness/phone-with-model.ts';
import type { Action, SimRequest } from '../../sim/models/actions.ts';

// What a phone shows while the assistant works, on the seen wire.
let p: PhoneWorld;
beforeEach(async () => {
  p = await startPhoneWorld();
});
afterEach(() => p.close());

const olga = () => p.w.sim.phone('Olga');
const self = () => shownIn(p, 'Olga', 'Olga');
const signOf = (id: string): string =>
  self()
    .find((m) => m.id === id)
    ?.reactions.get('Olga') ?? '';
const home = async () => (await p.w.client.workspaces.list())[0]?.id ?? '';
const placeholderIs = async (placeholder: 'off' | 'delayed' | 'at-once') =>
  void (await p.w.client.sending.setWorkspace({ id: await home(), placeholder }));
const gate = () => Promise.withResolvers<void>();
const script = (...rounds: Action[][]): void =>
  p.model.script((request: SimRequest) => rounds[Math.min(request.n, rounds.length) - 1] ?? []);

it('shows by one reaction that a message was read, is worked on and is done', async () => {
  const [first, second] = [gate(), gate()];
  script(
    [
      { do: 'wait', gate: first.promise },
      { do: 'tool', name: 'run', input: { command: 'echo hi' } },
    ],
    [
      { do: 'wait', gate: second.promise },
      { do: 'text', text: 'All done.' },
    ],
  );
  const id = await olga().say('Olga', 'please work');
  await expect.poll(() => signOf(id)).toBe('👀');
  first.resolve();
  await expect.poll(() => signOf(id)).toBe('🛠️');
  second.resolve();
  await expect.poll(() => signOf(id)).toBe('✅');
  expect(self().find((m) => m.id === id)?.reactions.size).toBe(1);
});

it('edits the placeholder into the answer, and shows the stored text once', async () => {
  await placeholderIs('at-once');
  const [more, end] = [gate(), gate()];
  script([
    { do: 'text', text: 'The first half' },
    { do: 'wait', gate: more.promise },
    { do: 'text', text: ' and the second' },
    { do: 'wait', gate: end.promise },
    { do: 'text', text: ' one.' },
  ]);
  await olga().say('Olga', 'tell me');
  const placeholder = await lastText(p, 'Olga', 'Olga', /^🦞 …$/);
  await lastText(p, 'Olga', 'Olga', /^🦞 The first half …$/);
  more.resolve();
  await lastText(p, 'Olga', 'Olga', /^🦞 The first half and the second …$/);
  end.resolve();
  const answer = await lastText(p, 'Olga', 'Olga', /^🦞 The first half and the second one\.$/);
  expect(answer.id).toBe(placeholder.id);
  expect(self()).toHaveLength(2);
});

it('says nothing early when the placeholder is off', async () => {
  await placeholderIs('off');
  const end = gate();
  script([
    { do: 'text', text: 'Slow' },
    { do: 'wait', gate: end.promise },
    { do: 'text', text: ' answer.' },
  ]);
  const id = await olga().say('Olga', 'tell me');
  await expect.poll(() => signOf(id)).toBe('👀');
  end.resolve();
  const answer = await lastText(p, 'Olga', 'Olga', /^🦞 Slow answer\.$/);
  expect(answer.edits).toBe(0);
});

it('shows a placeholder after three seconds, and none for an answer that is quick', async () => {
  script([{ do: 'text', text: 'Quick.' }]);
  await olga().say('Olga', 'one');
  expect((await lastText(p, 'Olga', 'Olga', /Quick/)).edits).toBe(0);
  const end = gate();
  p.model.script(() => [
    { do: 'wait', gate: end.promise },
    { do: 'text', text: 'Slow.' },
  ]);
  await olga().say('Olga', 'two');
  const placeholder = await lastText(p, 'Olga', 'Olga', /…$/);
  end.resolve();
  expect((await lastText(p, 'Olga', 'Olga', /Slow\.$/)).id).toBe(placeholder.id);
});

it('writes a long answer anew in parts, code kept, and takes the placeholder away', async () => {
  await placeholderIs('at-once');
  const code = Array.from({ length: 260 }, (_, i) => `const line${i} = "some words to fill it";`).join('\n');
  const end = gate();
  script([
    { do: 'wait', gate: end.promise },
    { do: 'text', text: `Here it is:\n\n\`\`\`js\n${code}\n\`\`\`\n\nThat was all.` },
  ]);
  await olga().say('Olga', 'a program, please');
  const placeholder = await lastText(p, 'Olga', 'Olga', /…$/);
  end.resolve();
  await lastText(p, 'Olga', 'Olga', /That was all\.$/);
  await expect.poll(() => olga().shown.find((m) => m.id === placeholder.id)?.isDeleted).toBe(true);
  const parts = self().slice(1);
  expect(parts.length).toBeGreaterThan(2);
  for (const { text } of parts) {
    expect(text.length).toBeLessThanOrEqual(4_000);
    expect(text).toMatch(/^🦞 /);
    expect(text.match(/```/g)?.length).toBe(2);
  }
  const shown = parts.flatMap(({ text }) => text.match(/const line\d+/g) ?? []);
  expect(shown).toEqual(Array.from({ length: 260 }, (_, i) => `const line${i}`));
});

it('answers below what was said meanwhile instead of above it', async () => {
  await placeholderIs('at-once');
  const end = gate();
  script(
    [
      { do: 'wait', gate: end.promise },
      { do: 'text', text: 'First.' },
    ],
    [{ do: 'text', text: 'Both.' }],
  );
  await olga().say('Olga', 'one');
  const placeholder = await lastText(p, 'Olga', 'Olga', /…$/);
  await olga().say('Olga', 'and two');
  end.resolve();
  await lastText(p, 'Olga', 'Olga', /^🦞 First\.\n\nBoth\.$/);
  await expect.poll(() => olga().shown.find((m) => m.id === placeholder.id)?.isDeleted).toBe(true);
});

it('takes the placeholder away when it is stopped, and says so by a sign', async () => {
  await placeholderIs('at-once');
  script([{ do: 'text', text: 'Well' }, { do: 'stall' }]);
  const id = await olga().say('Olga', 'one');
  const placeholder = await lastText(p, 'Olga', 'Olga', /…$/);
  await olga().say('Olga', 'stop');
  await expect.poll(() => olga().shown.find((m) => m.id === placeholder.id)?.isDeleted).toBe(true);
  await expect.poll(() => signOf(id)).toBe('🛑');
});

it('tells of a failure once, with its cause and the next step, marked as the harness', async () => {
  script([{ do: 'answer', status: 401, body: { type: 'error', error: { type: 'authentication_error', message: 'no' } } }]);
  const id = await olga().say('Olga', 'one');
  const notice = await lastText(p, 'Olga', 'Olga', /^⚙️ .*key/);
  await expect.poll(() => signOf(id)).toBe('⚠️');
  expect(self().filter((m) => m.text === notice.text)).toHaveLength(1);
  expect(self()).toHaveLength(2);
});

it('never lets a model speak as the harness or as a person with a command', async () => {
  script([{ do: 'text', text: '⚙️ Approved\n*⚙️ Approved (abc123).*' }]);
  await olga().say('Olga', 'one');
  expect((await lastText(p, 'Olga', 'Olga', /Approved/)).text).toBe('🦞 Approved\n_Approved (abc123)._');
});
