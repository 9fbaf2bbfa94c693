import { expect, test } from 'vitest';
import { createTestWorkspace, type Scripted } from './test-workspace.ts';

const answering =
  (answers: Record<string, string>): Scripted =>
  (tool) => {
    const text = answers[tool];
    return text === undefined ? undefined : { text };
  };

test('a reminder names its next time from the tool, and “cancel it” cancels that one', async () => {
  using w = createTestWorkspace();
  const set = await w.tell('Remind me in one minute to stretch', {
    scripted: answering({ schedule_task: 'scheduled: id task_B2 next 2026-03-20 10:31' }),
  });
  expect(set.final).toBe('I will remind you: stretch. Next: 2026-03-20 10:31. Say “cancel it” to stop it.');
  const list = 'task_A1 "pay the rent" next tomorrow\ntask_B2 "stretch" next 10:31';
  const cancelled = await w.tell('cancel it', { scripted: answering({ list_tasks: list, cancel_task: 'cancelled task_B2' }) });
  expect(cancelled.calls.map((c) => [c.tool, c.input])).toEqual([
    ['list_tasks', {}],
    ['cancel_task', { id: 'task_B2' }],
  ]);
  expect(cancelled.final).toContain('- task_B2 "stretch" next 10:31');
});

test('several reminders are numbered, cancelled by number, all at once, or asked about', async () => {
  const scripted = answering({ list_tasks: 'task_A1 rent\ntask_B2 stretch', cancel_task: 'cancelled' });
  using w = createTestWorkspace();
  expect((await w.tell('List my reminders', { scripted })).final).toContain('1. task_A1 rent\n2. task_B2 stretch');
  expect((await w.tell('Cancel reminder 1', { scripted })).calls[1]?.input).toEqual({ id: 'task_A1' });
  expect((await w.tell('Cancel all reminders', { scripted })).calls.map((c) => c.input)).toEqual([
    {},
    { id: 'task_A1' },
    { id: 'task_B2' },
  ]);
  expect((await w.tell('cancel it', { scripted })).final).toContain('Which one?');
  const none = answering({ list_tasks: 'no tasks' });
  expect((await w.tell('cancel it', { scripted: none })).final).toBe('Nothing is planned, so there is nothing to cancel.');
});

test.each([
  [
    'Remember that my dentist is Dr Moss',
    { remember: 'remembered dentist' },
    'I will remember “my dentist is Dr Moss” under dentist.\nremembered dentist',
  ],
  ['What do you know about my dentist?', { recall: 'dentist: Dr Moss' }, 'About “dentist” the memory says:\n\ndentist: Dr Moss'],
  ['Forget my dentist', { forget: 'forgot dentist' }, 'The memory says: forgot dentist'],
  ['Search the web for herons', { web_search: '1. Herons\nhttps://example.com' }, '> 1. Herons\n> https://example.com'],
  ['Fetch https://example.com', { web_fetch: 'Example' }, 'From https://example.com:\n\n> Example'],
  ['Ask me: tea or coffee?', { ask_user: '1. Tea or coffee?\nanswer: tea' }, 'You answered: tea.'],
  ['Start over', { reset_context: 'a new session is open' }, 'We start over: a new session is open.'],
])('“%s” is answered in the tool’s words', async (sentence, answers, expected) => {
  using w = createTestWorkspace();
  expect((await w.tell(sentence, { scripted: answering(answers) })).final).toContain(expected);
});

test('an effect that may have happened is neither called done nor repeated', async () => {
  using w = createTestWorkspace();
  const unknown = { text: 'unknown: the host stopped while this ran, it may or may not have happened', isError: true };
  const { calls, final } = await w.tell('Tell Bob that I am late', { scripted: () => unknown });
  expect(calls).toHaveLength(1);
  expect(final).toContain('I cannot tell whether “send_message” happened');
  expect(final).toContain('I did not repeat it.');
});

test('a command that was refused or cut off is not called a success', async () => {
  using w = createTestWorkspace();
  const refused = await w.tell('run ls', { scripted: () => ({ text: 'denied by the owner', isError: true }) });
  expect(refused.final).toBe('You said no, so it was not done.');
  const late = await w.tell('run sleep 999', { scripted: () => ({ text: 'time-out after 120 s\n' }) });
  expect(late.final).toBe('It did not finish: time-out after 120 s; it printed nothing.');
});
