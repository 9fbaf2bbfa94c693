import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { reason } from '#contract/model/reason.ts';
import type { AskPayload, Turn } from '#contract/model/records.ts';
import type { Toolbox } from '#contract/toolbox/toolbox.ts';
import { createLiveText } from '../../agent/live-text.ts';
import { type Closers, createClosers } from '../../base/disposable.ts';
import { createFakeClock } from '../../base/fake-clock.ts';
import { newId } from '../../base/ids.ts';
import { createRegistry } from '../../plugins/registry.ts';
import { standardAuthority } from '../../policy/authority.fixture.ts';
import type { Queue } from '../../queue/queue.ts';
import type { Sandboxes } from '../../sandbox/ports.ts';
import { createAsksService } from '../../services/asks.ts';
import { createChatPeople } from '../../services/chat-people.ts';
import { type ChatsService, createChatsService } from '../../services/chats.ts';
import { createSecretTickets } from '../../services/secret-tickets.ts';
import { createSecretsService } from '../../services/secrets.ts';
import { acceptMessages } from '../../store/transitions/accept.ts';
import { startTurn } from '../../store/transitions/turn-start.ts';
import { askAndWait } from '../../store/transitions/turn-wait.ts';
import { createAsksOnPhones } from '../asks/asks-on-phones.ts';
import { createReplies } from '../channels/replies.ts';
import { type Foundation, openFoundation } from '../foundation.ts';
import { createReachRules } from '../security/reach.ts';
import { wireCommands } from './command-wiring.ts';

let closers: Closers;
let f: Foundation;
let chatId: string;
let run: ReturnType<typeof wireCommands>['run'];
const toolbox = { exec: async () => ({ ended: 'exit', exitCode: 0, clean: true, droppedBytes: 0 }) } as unknown as Toolbox;
// Nothing runs in this process: turns only stand in the database.
const idleQueue = { stop: async () => false, wake: () => undefined, hold: () => () => undefined } as unknown as Queue;

beforeEach(() => {
  closers = createClosers();
  const clock = createFakeClock();
  f = openFoundation({ home: mkdtempSync(join(tmpdir(), 'pynchy-commands-')), version: '0', clock, closers });
  for (const [id, role] of [
    ['anna', 'allowed'],
    ['ben', 'allowed'],
    ['cleo', 'unknown'],
  ])
    f.store.db.run('INSERT INTO persons(id, role, name) VALUES (?, ?, ?)', id ?? '', role ?? '', id ?? '');
  const chats: ChatsService = createChatsService({ store: f.store, clock, queue: () => idleQueue, bootId: f.bootId, isNoAi: () => false });
  const home = f.store.workspaces.byName('home');
  if (!home) throw new Error('no workspace');
  chatId = chats.open(home, 'desktop').id;
  const asks = createAsksService({ store: f.store, clock, audit: f.audit, bootId: f.bootId, wake: () => undefined, log: f.log });
  const reach = createReachRules(f.store, () => standardAuthority);
  const registry = createRegistry(() => undefined);
  const replies = createReplies(f, registry, () => chats, { reach, isHalted: () => false });
  ({ run } = wireCommands(f, {
    chatPeople: createChatPeople({ store: f.store, clock, audit: f.audit, channel: () => null, log: f.log }),
    sandboxes: { acquire: async () => toolbox } as unknown as Sandboxes,
    chats,
    asks,
    secrets: createSecretsService({ ...f, addSecret: f.redactor.add, tickets: createSecretTickets() }),
    replies,
    reach,
    phones: createAsksOnPhones(f, { replies, asks, reach }),
    isPaused: () => false,
    emergency: () => Promise.reject(new Error('not here')),
    live: createLiveText(() => undefined),
    later: () => undefined,
    stopping: new AbortController().signal,
  }));
});
afterEach(() => closers.closeAll((name, error) => void process.stderr.write(`${name}: ${String(error)}\n`)));

const accept = (personId: string, text: string, origin: 'human' | 'command') => {
  const [accepted] = acceptMessages(
    f.store.db,
    [
      {
        id: newId('msg'),
        chatId,
        externalKey: newId('k'),
        personId,
        role: 'allowed',
        origin,
        audience: text.startsWith('!') ? 'both' : 'user',
        text,
        sentAt: 1,
        late: false,
      },
    ],
    1,
  );
  if (!accepted) throw new Error('not stored');
  return accepted.message;
};
/** Runs a typed command to its end: its state, the reason, and the last line of the harness. */
const typed = async (personId: string, text: string) => {
  const { id } = accept(personId, text, 'command');
  const done = new Promise<void>((resolve) => {
    const look = (): void => {
      if (['answered', 'failed'].includes(f.store.messages.byId(id)?.state ?? '')) resolve();
    };
    f.store.db.onCommit(look);
  });
  const message = f.store.messages.byId(id);
  if (message) run(message);
  await done;
  const ended = f.store.messages.byId(id);
  return { state: ended?.state, code: ended?.reason?.code };
};
const turnOf = (personId: string): Turn => {
  accept(personId, 'Hello', 'human');
  const turn = startTurn(f.store.db, { chatId, turnId: newId('turn'), bootId: f.bootId }, 1);
  if (!turn) throw new Error('no turn');
  return turn;
};
const waitsFor = (turn: Turn, kind: 'approval' | 'question', shortId: string): void => {
  const payload: AskPayload =
    kind === 'approval'
      ? { kind, tool: 'send_message', input: { text: 'private' } }
      : { kind, questions: [{ question: 'Which?', options: [] }] };
  askAndWait(
    f.store.db,
    {
      id: newId('ask'),
      shortId,
      kind,
      turnId: turn.id,
      callId: shortId,
      workspaceId: turn.workspaceId,
      callHash: '',
      payload,
      reason: reason('ask-question'),
      expiresAt: Number.MAX_SAFE_INTEGER,
    },
    1,
  );
};
const told = (): string =>
  JSON.stringify(f.store.db.all("SELECT reason_params FROM messages WHERE reason_code = 'pending-list'").at(-1) ?? null);

it.each(['!ls', '/reset', '/undo', '/stop', 'pending', 'deny abc234'])('refuses %s by somebody who was removed meanwhile', async (text) => {
  expect(await typed('cleo', text)).toEqual({ state: 'failed', code: 'not-allowed' });
});

it('runs a shell command and a reset of an allowed person', async () => {
  expect((await typed('anna', '!ls')).state).toBe('answered');
  const before = f.store.chats.byId(chatId)?.sessionId;
  expect((await typed('anna', '/reset')).state).toBe('answered');
  expect(f.store.chats.byId(chatId)?.sessionId).not.toBe(before);
});

it.each(['/stop', '/reset'])('lets only the starter of a turn or an owner end it by %s', async (text) => {
  const turn = turnOf('anna');
  waitsFor(turn, 'question', 'abc234');
  expect(await typed('ben', text)).toEqual({ state: 'failed', code: 'not-allowed' });
  expect(f.store.turns.byId(turn.id)?.state).toBe('waiting');
  expect((await typed('anna', text)).state).toBe('answered');
  expect(f.store.turns.byId(turn.id)?.state).toBe('cancelled');
  const next = turnOf('anna');
  waitsFor(next, 'question', 'abc235');
  expect((await typed(f.store.people.owner().id, text)).state).toBe('answered');
  expect(f.store.turns.byId(next.id)?.state).toBe('cancelled');
});

it('lists to each person only what they may answer', async () => {
  const turn = turnOf('anna');
  waitsFor(turn, 'question', 'abc234');
  f.store.db.run("UPDATE turns SET state = 'running', wait_kind = NULL WHERE id = ?", turn.id);
  waitsFor(turn, 'approval', 'abc235');
  await typed('anna', 'pending');
  expect(told()).toContain('abc234');
  expect(told()).not.toContain('abc235');
  await typed('ben', 'pending');
  expect(told()).toContain('Nothing waits for you');
  await typed(f.store.people.owner().id, 'pending');
  for (const id of ['abc234', 'abc235']) expect(told()).toContain(id);
});
