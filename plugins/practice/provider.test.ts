import { expect, test } from 'vitest';
import { type ContributionKind, type Ctx, type ModelEvent, manifestSchema, type TranscriptEntry } from '#plugin-api';
import { unknownSentence } from './decide.ts';
import { plugin } from './index.ts';
import manifest from './plugin.json' with { type: 'json' };
import { createPracticeProvider } from './provider.ts';
import { requestFor } from './test-request.ts';

const provider = createPracticeProvider(() => new Date(2026, 2, 20, 10, 30));
const account = { accountId: 'a', baseUrl: '', key: null };

const eventsFor = async (said: string | readonly TranscriptEntry[], signal = new AbortController().signal): Promise<ModelEvent[]> => {
  const events: ModelEvent[] = [];
  for await (const event of provider.stream(account, requestFor(said), signal)) events.push(event);
  return events;
};
const textOf = (events: readonly ModelEvent[]): string => events.flatMap((e) => (e.type === 'text' ? [e.delta] : [])).join('');
const commandOf = (events: readonly ModelEvent[]): unknown =>
  events.flatMap((e) => (e.type === 'tool' ? [JSON.parse(e.inputJson) as unknown] : []))[0];

test('the manifest is valid, asks for nothing, and names what the plugin registers', async () => {
  const parsed = manifestSchema.parse(manifest);
  expect(parsed.permissions).toEqual([]);
  const registered: [ContributionKind, string][] = [];
  const ctx: Pick<Ctx, 'register'> = {
    register: (c) => {
      if (c.kind === 'provider') registered.push([c.kind, c.impl.id]);
      return { dispose: async () => undefined };
    },
  };
  await plugin.activate(ctx as Ctx);
  expect(registered).toEqual(parsed.contributes.map((c) => [c.kind, c.id]));
});

test('the account test and the model list need no network and say that it is no AI', async () => {
  expect(provider.noAi).toBe(true);
  expect(provider.needsKey).toBe('no');
  expect(await provider.test(account, null, new AbortController().signal)).toEqual({ ok: true, value: { model: 'practice' } });
  expect(await provider.models(account, new AbortController().signal)).toMatchObject({ ok: true, value: [{ id: 'practice' }] });
});

test('an answer streams word by word and ends once', async () => {
  const events = await eventsFor('make me a sandwich');
  expect(textOf(events)).toBe(unknownSentence);
  expect(events.length).toBeGreaterThan(20);
  expect(events.filter((e) => e.type === 'end')).toEqual([
    { type: 'end', stop: 'done', usage: { in: 0, out: 0, cacheRead: 0, cacheWrite: 0 } },
  ]);
  expect(events.at(-1)?.type).toBe('end');
});

test('a tool call is announced before its input, with an id of its own each time', async () => {
  const [first, second] = [await eventsFor('run ls'), await eventsFor('run ls')];
  expect(first.map((e) => e.type)).toEqual(['tool-begin', 'tool', 'end']);
  expect(first.at(-1)).toMatchObject({ stop: 'tools' });
  expect(first[0]).not.toEqual(second[0]);
});

test('stopping in the middle of a text ends with `aborted`, before the first word too', async () => {
  const stop = new AbortController();
  const events: ModelEvent[] = [];
  for await (const event of provider.stream(account, requestFor('help'), stop.signal)) {
    events.push(event);
    if (events.length === 3) stop.abort();
  }
  expect(events.map((e) => e.type)).toEqual(['text', 'text', 'text', 'end']);
  expect(events.at(-1)).toMatchObject({ stop: 'aborted' });
  expect(await eventsFor('help', AbortSignal.abort())).toMatchObject([{ type: 'end', stop: 'aborted' }]);
});

test('the prompt of a scheduled task is answered without its label', async () => {
  expect(textOf(await eventsFor('[Scheduled task]\nReminder: stretch'))).toBe('This is your reminder: stretch.');
  expect(commandOf(await eventsFor('[Scheduled task task_1, every day]\nrun date'))).toEqual({ command: 'date' });
});

test('the output of a command the owner ran is not taken for the sentence', async () => {
  const events = await eventsFor([
    {
      role: 'user',
      blocks: [
        { type: 'text', text: 'run date' },
        { type: 'text', text: '[Command run by the owner]\n$ ls\nrun this' },
      ],
    },
  ]);
  expect(commandOf(events)).toEqual({ command: 'date' });
});

test('a message that steers a running job is answered, and the job it cut short is named', async () => {
  const events = await eventsFor([
    { role: 'user', blocks: [{ type: 'text', text: 'Tidy the downloads' }] },
    { role: 'assistant', blocks: [{ type: 'tool-call', id: 'c1', name: 'run', input: { command: 'x' } }] },
    {
      role: 'user',
      blocks: [
        { type: 'tool-result', id: 'c1', text: 'exit code 0\nplan\ta.txt\tDocuments', isError: false },
        { type: 'text', text: 'who are you?' },
      ],
    },
  ]);
  expect(textOf(events)).toMatch(
    /^I do one message at a time\. Not finished before this one: “Tidy the downloads”\.\n\nI am Practice: fixed rules, no AI\./,
  );
});

test('a job that was refused is not called unfinished', async () => {
  const events = await eventsFor([
    { role: 'user', blocks: [{ type: 'text', text: 'Tidy the downloads' }] },
    { role: 'assistant', blocks: [{ type: 'tool-call', id: 'c1', name: 'run', input: { command: 'x' } }] },
    {
      role: 'user',
      blocks: [
        { type: 'tool-result', id: 'c1', text: 'denied by the owner', isError: true },
        { type: 'text', text: 'who are you?' },
      ],
    },
  ]);
  expect(textOf(events)).toMatch(/^I am Practice: fixed rules, no AI\./);
});

test('results of an earlier sentence do not count for the next one', async () => {
  const events = await eventsFor([
    { role: 'user', blocks: [{ type: 'text', text: 'run date' }] },
    { role: 'assistant', blocks: [{ type: 'tool-call', id: 'c1', name: 'run', input: { command: 'date' } }] },
    { role: 'user', blocks: [{ type: 'tool-result', id: 'c1', text: 'exit code 0\nMonday', isError: false }] },
    { role: 'assistant', blocks: [{ type: 'text', text: 'It worked' }] },
    { role: 'user', blocks: [{ type: 'text', text: 'run date' }] },
  ]);
  expect(commandOf(events)).toEqual({ command: 'date' });
});

test('labels of the harness are not read as sentences, and a message that looks like a label still is one', async () => {
  const labelled = (...texts: string[]): TranscriptEntry[] => [{ role: 'user', blocks: texts.map((text) => ({ type: 'text', text })) }];
  const who = '[Ann · 2026-03-20 10:30 Europe/Berlin]';
  expect(commandOf(await eventsFor(labelled(who, 'run date', '[Note of the harness]\nrun ls')))).toEqual({ command: 'date' });
  expect(textOf(await eventsFor(labelled(who, '[run date]')))).toBe(unknownSentence);
  const task = '[Scheduled task, sent automatically, not typed by a person just now · 2026-03-20 10:31 UTC]';
  expect(textOf(await eventsFor(labelled(task, 'Reminder: stretch')))).toBe('This is your reminder: stretch.');
});

test('two messages at once: the last is answered, the other is named as open', async () => {
  const events = await eventsFor([
    {
      role: 'user',
      blocks: [
        { type: 'text', text: 'run ls' },
        { type: 'text', text: 'thanks' },
      ],
    },
  ]);
  expect(textOf(events)).toBe('I do one message at a time. Not finished before this one: “run ls”.\n\nYou are welcome.');
});

test('a sentence that got its answer is not called unfinished when a later call is in the way', async () => {
  const events = await eventsFor([
    { role: 'user', blocks: [{ type: 'text', text: 'hello' }] },
    {
      role: 'assistant',
      blocks: [
        { type: 'text', text: 'Hello.' },
        { type: 'tool-call', id: 'c1', name: 'run', input: { command: 'ls' } },
      ],
    },
    {
      role: 'user',
      blocks: [
        { type: 'tool-result', id: 'c1', text: 'Not run: the turn ended before.', isError: true },
        { type: 'text', text: 'thanks' },
      ],
    },
  ]);
  expect(textOf(events)).toBe('You are welcome.');
});

test('a summary for the harness lists what was said and says who made it', async () => {
  const events = await eventsFor([
    {
      role: 'user',
      blocks: [
        { type: 'text', text: '[Ann · 10:30]' },
        { type: 'text', text: 'My number is 4711' },
      ],
    },
    { role: 'assistant', blocks: [{ type: 'text', text: 'x' }] },
    { role: 'user', blocks: [{ type: 'text', text: '[From the harness] The conversation no longer fits. Write a summary.' }] },
  ]);
  expect(textOf(events)).toMatch(/^Made by Practice \(fixed rules, no AI\)[\s\S]*\n- My number is 4711$/);
});

test('an empty transcript gets an answer too', async () => {
  expect(textOf(await eventsFor([]))).toBe(unknownSentence);
});
