import type { Turn } from '#contract/model/records.ts';
import type { JsonObject } from '#contract/model/transcript.ts';
import { newId } from '#core/base/ids.ts';
import { acceptMessages } from '#core/store/transitions/accept.ts';
import { startTurn } from '#core/store/transitions/turn-start.ts';
import type { Random } from '../random.ts';
import type { AskWorld } from './world.ts';

/** One call of the model that needs an approval, and what the model beside the store knows of it. */
export interface Call {
  readonly turn: Turn;
  readonly modelStepId: string;
  readonly callId: string;
  readonly tool: 'pay' | 'post';
  /** Its name is looked up: what is asked and runs is what was found then. */
  readonly resolves: boolean;
  readonly expiresInMs: number;
  readonly ownWorkspace: boolean;
  input: JsonObject & { amount: number };
  /** What was shown, when somebody has changed the stored request since. */
  asked: JsonObject | null;
  /** The input that an owner has approved. */
  approved: string | null;
  readonly ran: string[];
  settled: boolean;
  diesInRun: boolean;
}

let made = 0;

/** A chat of its own with a turn that runs and a call in it. */
export const beginCall = (world: AskWorld, random: Random): Call => {
  const { store, clock } = world;
  const { db } = store;
  const n = ++made;
  const home = store.workspaces.byName('home');
  const anyChat = db.get(
    "SELECT c.connection_id FROM chats c JOIN connections n ON n.id = c.connection_id WHERE n.channel = 'desktop' LIMIT 1",
  );
  const connectionId = String(anyChat?.connection_id ?? db.get("SELECT id FROM connections WHERE channel = 'desktop'")?.id);
  const ownWorkspace = random.chance(0.2);
  const workspaceId = ownWorkspace ? `ws-${n}` : (home?.id ?? '');
  const chatId = `chat-${n}`;
  const sessionId = `ses-${n}`;
  db.tx(() => {
    if (ownWorkspace)
      db.run(
        "INSERT INTO workspaces(id, name, realm, folder, is_admin, sandbox) VALUES (?, ?, 'personal', ?, 0, 'auto')",
        workspaceId,
        workspaceId,
        workspaceId,
      );
    db.run(
      "INSERT INTO chats(id, connection_id, chat_key, name, workspace_id, registered_at, kind, open_session_id) VALUES (?, ?, ?, ?, ?, ?, 'direct', ?)",
      chatId,
      connectionId,
      chatId,
      chatId,
      workspaceId,
      clock.now(),
      sessionId,
    );
    db.run('INSERT INTO sessions(id, chat_id, opened_at) VALUES (?, ?, ?)', sessionId, chatId, clock.now());
  });
  acceptMessages(
    db,
    [
      {
        id: newId('msg'),
        chatId,
        externalKey: `client:${n}`,
        personId: 'starter',
        role: 'allowed',
        origin: 'human',
        audience: 'both',
        text: 'Do it',
        sentAt: clock.now(),
        late: false,
        attachments: [],
        missing: [],
      },
    ],
    clock.now(),
  );
  const turn = startTurn(db, { chatId, turnId: `turn-${n}`, bootId: world.bootId() }, clock.now());
  if (!turn) throw new Error('no turn');
  const modelStepId = `step-${n}`;
  db.run(
    "INSERT INTO steps(id, turn_id, ord, kind, state, blocks, started, ended) VALUES (?, ?, ?, 'model', 'done', '[]', ?, ?)",
    modelStepId,
    turn.id,
    store.turns.nextOrd(turn.id),
    clock.now(),
    clock.now(),
  );
  const tool = random.pick(['pay', 'post'] as const);
  return {
    turn,
    modelStepId,
    callId: `${modelStepId}:0`,
    tool,
    resolves: tool === 'post',
    expiresInMs: random.between(30_000, 300_000),
    ownWorkspace,
    input: { to: random.pick(['ann', 'bob']), amount: random.between(1, 100) },
    asked: null,
    approved: null,
    ran: [],
    settled: false,
    diesInRun: false,
  };
};

/** The turn, taken up as the queue takes it up; null while it waits or when it is over. */
export const claim = (world: AskWorld, call: Call): Turn | null => {
  const { store, clock } = world;
  const turn = store.turns.byId(call.turn.id);
  if (turn?.state === 'running') return turn;
  if (turn?.state !== 'queued') return null;
  return startTurn(store.db, { chatId: turn.chatId, turnId: newId('turn'), bootId: world.bootId() }, clock.now());
};
