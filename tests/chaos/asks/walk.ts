import { isAppError } from '#contract/errors.ts';
import { reason } from '#contract/model/reason.ts';
import type { Turn } from '#contract/model/records.ts';
import type { JsonObject } from '#contract/model/transcript.ts';
import { newId } from '#core/base/ids.ts';
import { purgeWorkspace } from '#core/store/transitions/purge.ts';
import { endTurn } from '#core/store/transitions/turn-end.ts';
import { restoreWorkspace, trashWorkspace } from '#core/store/transitions/workspace-shelf.ts';
import { createRandom, type Random } from '../random.ts';
import { beginCall, type Call, claim } from './calls.ts';
import { type AskWorld, createAskWorld, type Ran, type Who } from './world.ts';

const surfaces = ['desktop', 'browser', 'cli', 'whatsapp', 'chat'];
const names = ['ann', 'bob'];

/** What walks add up to. */
export interface Counts {
  walks: number;
  acts: number;
  executions: number;
  refusals: number;
}

/**
 * Random interleavings of everything that can happen to requests, over the real store. A model beside it says what each answer must
 * do; the effect itself says whether it may happen. Throws with the seed and what was done.
 */
export const createWalks = (without: Parameters<typeof createAskWorld>[1] = {}) => {
  const counts: Counts = { walks: 0, acts: 0, executions: 0, refusals: 0 };
  let calls = new Map<string, Call>();
  const world: AskWorld = createAskWorld(async (ran) => effect(ran), without);
  const effect = (ran: Ran): Promise<void> => {
    const call = calls.get(ran.callId);
    if (!call) throw new Error(`${ran.callId} ran and was never made`);
    counts.executions += 1;
    call.ran.push(JSON.stringify(ran.input));
    const isDead = call.diesInRun;
    call.diesInRun = false;
    return isDead ? new Promise(() => undefined) : Promise.resolve();
  };
  const check = (call: Call): void => {
    if (call.ran.length > 1) throw new Error(`ran ${call.ran.length} times`);
    const [ran] = call.ran;
    if (ran !== undefined && ran !== call.approved) throw new Error(`ran ${ran}, approved was ${call.approved ?? 'nothing'}`);
  };

  const walk = async (seed: number): Promise<void> => {
    const random = createRandom(seed);
    const did: string[] = [];
    calls = new Map();
    const made = Array.from({ length: random.between(1, 2) }, () => beginCall(world, random));
    for (const call of made) calls.set(call.callId, call);
    try {
      for (let n = random.between(4, 12); n > 0; n--) {
        const call = random.pick(made);
        did.push(await act(call, made, random));
        for (const one of made) check(one);
        counts.acts += 1;
      }
      for (const call of made) {
        did.push(await finish(call));
        check(call);
      }
    } catch (error) {
      throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}\n${did.join('\n')}`, { cause: error });
    }
    counts.walks += 1;
  };

  const act = async (call: Call, all: readonly Call[], random: Random): Promise<string> => {
    const kind = random.pick(['drive', 'drive', 'drive', 'answer', 'answer', 'answer', 'answer', 'wait', 'restart', 'rare']);
    if (kind === 'drive') return drive(call, random);
    if (kind === 'answer') return answer(call, all, random);
    if (kind === 'wait') {
      const ms = random.between(0, 150_000);
      // A clock that is set: nothing is swept by it, and all the same nothing counts any more.
      if (random.chance(0.2)) world.clock.jump(ms);
      else world.clock.advance(ms);
      return `${ms} ms`;
    }
    if (kind === 'restart') {
      world.restart();
      return 'restart';
    }
    const rare = random.pick(['stop', 'tamper', 'rename', 'die', 'trash', 'again'] as const);
    if (rare === 'stop') stop(call);
    if (rare === 'tamper') tamper(call);
    if (rare === 'rename') world.names.set(random.pick(names), random.between(1, 1000));
    if (rare === 'die') call.diesInRun = true;
    if (rare === 'trash') trash(call, random);
    if (rare === 'again') await run(call, call.input, claim(world, call));
    return rare;
  };

  const drive = async (call: Call, random: Random): Promise<string> => {
    const turn = claim(world, call);
    if (!turn || call.settled) return 'nothing to run';
    const isAltered = random.chance(0.1);
    const before = call.ran.length;
    const hadAsk = askOf(call) !== null;
    const result = await run(call, isAltered ? { ...call.input, amount: call.input.amount + 1 } : call.input, turn);
    if (!hadAsk && isAltered) call.input = { ...call.input, amount: call.input.amount + 1 };
    if (hadAsk && isAltered && call.ran.length > before && !call.resolves) throw new Error('another call than the approved one ran');
    return `drive${isAltered ? ' altered' : ''}: ${result}`;
  };

  const run = async (call: Call, input: JsonObject, claimed: Turn | null): Promise<string> => {
    const turn = claimed ?? world.store.turns.byId(call.turn.id);
    const workspace = world.store.workspaces.byId(call.turn.workspaceId);
    const chat = world.store.chats.byId(call.turn.chatId);
    const session = world.store.chats.session(call.turn.sessionId);
    // Nothing runs twice at once: the queue claims, and only a turn that runs is gone on with.
    if (!turn || !workspace || !chat || !session || turn.state !== 'running') return 'no turn';
    const site = { turn, workspace, chat, session, modelStepId: call.modelStepId, index: 0 };
    const block = { type: 'tool-call' as const, id: 'c', name: call.tool, input };
    const willDie = call.diesInRun;
    const running = world.execute({ ...site, block }, call.expiresInMs);
    const result = await (willDie ? Promise.race([running, new Promise<'dead'>((resolve) => setImmediate(resolve, 'dead'))]) : running);
    if (result === 'dead') {
      call.settled = true;
      world.restart();
    }
    if (result === 'recorded') {
      call.settled = true;
      if (call.ran.length === 0) counts.refusals += 1;
    }
    return result;
  };

  const askOf = (call: Call) => world.store.asks.ofCall(call.turn.id, call.callId);
  const answer = (call: Call, all: readonly Call[], random: Random): string => {
    const who = random.pick<Who>(['owner', 'owner', 'owner', 'starter', 'other', 'stranger']);
    const decision = random.pick(['approve', 'approve', 'approve', 'deny', 'answer'] as const);
    const ask = askOf(call);
    const forged = random.chance(0.1);
    const id =
      forged || !ask ? random.pick(['aaaaaa', newId('ask'), '', random.pick(all).callId]) : random.chance(0.5) ? ask.id : ask.shortId;
    const expected = forged || !ask ? 'ask-unknown' : who !== 'owner' ? 'not-allowed' : decision === 'answer' ? 'bad-input' : late(ask);
    let got = 'ok';
    try {
      world.asks().answer({ id, decision, answers: [], person: world.person(who), surface: random.pick(surfaces) });
    } catch (error) {
      if (!isAppError(error)) throw error;
      got = error.code;
    }
    if (got !== expected) throw new Error(`${who} said ${decision} to ${id}: ${got}, expected ${expected}`);
    if (got === 'ok' && decision === 'approve' && ask?.payload.kind === 'approval')
      call.approved = JSON.stringify(call.asked ?? ask.payload.input);
    return `${who} ${decision}: ${got}`;
  };
  const late = (ask: NonNullable<ReturnType<typeof askOf>>): string => {
    if (ask.state === 'pending') return ask.expiresAt > world.clock.now() ? 'ok' : 'ask-expired';
    return ask.state === 'expired' ? 'ask-expired' : ask.state === 'cancelled' ? 'ask-cancelled' : 'ask-answered';
  };

  const stop = (call: Call): void => {
    const end = { turnId: call.turn.id, state: 'cancelled' as const, reason: reason('stopped-by-you'), message: null, partial: false };
    endTurn(world.store.db, end, world.clock.now());
  };
  // Another input under the same request: what was shown is not what would run.
  const tamper = (call: Call): void => {
    const ask = askOf(call);
    if (ask?.payload.kind !== 'approval') return;
    call.asked ??= ask.payload.input;
    const payload = { ...ask.payload, input: { ...ask.payload.input, amount: 1_000_000 } };
    world.store.db.run('UPDATE asks SET payload = ? WHERE id = ?', JSON.stringify(payload), ask.id);
  };
  const trash = (call: Call, random: Random): void => {
    const { db } = world.store;
    const { workspaceId } = call.turn;
    if (!call.ownWorkspace) return;
    const workspace = world.store.workspaces.byId(workspaceId);
    if (!workspace) return;
    if (workspace.deletedAt !== null)
      return void (random.chance(0.5) ? restoreWorkspace : purgeWorkspace)(db, workspaceId, world.f.audit.append);
    for (const other of calls.values()) if (other.turn.workspaceId === workspaceId) stop(other);
    trashWorkspace(db, workspaceId, world.f.audit.append, world.clock.now());
  };
  /** What was approved, can go on and was not tampered with happens in the end: exactly once. */
  const finish = async (call: Call): Promise<string> => {
    const turn = claim(world, call);
    if (!turn || call.settled) return 'end';
    const ask = askOf(call);
    await run(call, call.input, turn);
    const isDue = ask?.state === 'answered' && call.asked === null;
    if (isDue && call.ran.length !== 1) throw new Error(`approved, and ran ${call.ran.length} times`);
    return 'end driven';
  };

  return { walk, counts, close: world.close };
};
