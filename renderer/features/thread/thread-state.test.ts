import { expect, test } from 'vitest';
import type { TextDelta } from '#contract/client/watch-host.ts';
import type { MessageView, StepView, ThreadPage, TurnView } from '#contract/ui/views.ts';
import { applyDelta, emptyThread, keepNewest, mergeNewest, mergeOlder, mergeTurn } from './thread-state.ts';

const message = (seq: number): MessageView => ({
  seq,
  id: `m${seq}`,
  chatId: 'c',
  origin: 'human',
  audience: 'both',
  state: 'answered',
  reason: null,
  author: 'You',
  text: `text ${seq}`,
  sentAt: seq,
  turnId: null,
  delivery: null,
  command: null,
  attachments: [],
  missing: [],
  heardAt: null,
});
const step = (text: string, state: StepView['state'] = 'running'): StepView => ({
  id: 's1',
  turnId: 't1',
  ord: 0,
  kind: 'text',
  state,
  reason: null,
  text,
  tool: null,
  model: null,
  startedAt: 0,
  endedAt: null,
});
const turn = (steps: StepView[]): TurnView => ({
  id: 't1',
  chatId: 'c',
  afterSeq: 1,
  state: 'running',
  wait: null,
  reason: null,
  attempt: 1,
  nextAt: null,
  startedAt: 0,
  endedAt: null,
  noAi: false,
  canRetry: false,
  again: null,
  steps,
});
const page = (from: number, to: number, olderBefore: number | null): ThreadPage => ({
  chat: {
    id: 'c',
    name: 'Home',
    channel: 'desktop',
    workspaceId: 'w',
    workspace: 'home',
    lastAt: null,
    lastText: '',
    state: 'idle',
    unread: 0,
    readSeq: 0,
    archived: false,
    draft: '',
    draftFiles: [],
    sessionId: 's',
    undoResetUntil: null,
  },
  messages: Array.from({ length: to - from + 1 }, (_, i) => message(from + i)),
  turns: [],
  asks: [],
  olderBefore,
  newerAfter: null,
  folds: [],
  eventSeq: to,
});
const delta = (offset: number, text: string, stepId = 's1'): TextDelta => ({
  type: 'delta',
  chatId: 'c',
  turnId: 't1',
  stepId,
  kind: 'text',
  offset,
  text,
});
const running = mergeTurn(emptyThread, turn([step('Hel')]));
const textOf = (state: typeof running): string | undefined => state.turns[0]?.steps[0]?.text;

test('a piece of text that fits is added, and a piece that came twice changes nothing', () => {
  const once = applyDelta(running, delta(3, 'lo'));
  expect(textOf(once.state)).toBe('Hello');
  expect(applyDelta(once.state, delta(3, 'lo')).state).toBe(once.state);
});

test('a piece that overlaps what is there adds only its new part', () => {
  expect(textOf(applyDelta(running, delta(1, 'ello')).state)).toBe('Hello');
});

test('a piece after a hole is not shown and asks for the turn', () => {
  const result = applyDelta(running, delta(9, 'far'));
  expect(result.need).toBe('fetch-first');
  expect(textOf(result.state)).toBe('Hel');
});

test('the first piece of a step that is not known yet is shown at once', () => {
  const result = applyDelta(running, delta(0, 'New', 's2'));
  expect(result.state.turns[0]?.steps.map(({ text }) => text)).toEqual(['Hel', 'New']);
  expect(result.need).toBe('fetch');
});

test('a snapshot that is behind the stream does not take text away', () => {
  const ahead = applyDelta(running, delta(3, 'lo there')).state;
  expect(textOf(mergeTurn(ahead, turn([step('Hello')])))).toBe('Hello there');
});

test('a finished step is what the host says, also when it is shorter', () => {
  const ahead = applyDelta(running, delta(3, 'lo there')).state;
  expect(textOf(mergeTurn(ahead, turn([step('Hello', 'done')])))).toBe('Hello');
});

test('pages join without doubles and remember where the page above begins', () => {
  const newest = mergeNewest(emptyThread, page(61, 120, 61));
  const older = mergeOlder(newest, page(1, 60, null));
  expect(older.messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 120 }, (_, i) => i + 1));
  expect(older.olderBefore).toBeNull();
  const refreshed = mergeNewest(older, page(62, 121, 62));
  expect(refreshed.messages).toHaveLength(121);
  expect(refreshed.olderBefore).toBeNull();
});

test('a step that streams stays on screen while the host has not written it down, and goes when the turn ends without it', () => {
  const early = applyDelta(running, delta(0, 'New', 's2')).state;
  expect(mergeTurn(early, turn([step('Hel')])).turns[0]?.steps).toHaveLength(2);
  const ended: TurnView = { ...turn([step('Hel', 'done')]), state: 'done', endedAt: 9 };
  expect(mergeTurn(early, ended).turns[0]?.steps).toHaveLength(1);
});

test('what was let go is where the next older page begins', () => {
  const all = mergeOlder(mergeNewest(emptyThread, page(61, 120, 61)), page(1, 60, null));
  const kept = keepNewest(all, 20);
  expect(kept.messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, i) => 101 + i));
  expect(kept.olderBefore).toBe(101);
  expect(keepNewest(kept, 20)).toBe(kept);
});

test('what a command prints is shown while it runs, and let go when it ended', () => {
  const command: MessageView = { ...message(1), id: 'cmd', origin: 'command', state: 'received', text: '!ls' };
  const known = mergeNewest(emptyThread, { ...page(1, 0, null), messages: [command] });
  const piece: TextDelta = { ...delta(0, 'a.csv', 'cmd'), turnId: '', kind: 'tool' };
  expect(applyDelta(emptyThread, piece).need).toBe('fetch-first');
  const heard = applyDelta(known, piece).state;
  expect(heard.live.cmd?.text).toBe('a.csv');
  const ended = mergeNewest(heard, { ...page(1, 0, null), messages: [{ ...command, state: 'answered' }] });
  expect(ended.live).toEqual({});
  expect(applyDelta(ended, piece).state.live).toEqual({});
});
