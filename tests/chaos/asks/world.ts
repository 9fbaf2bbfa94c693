import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { reason } from '#contract/model/reason.ts';
import type { Person, Session, Workspace } from '#contract/model/records.ts';
import type { JsonObject } from '#contract/model/transcript.ts';
import { openFoundation } from '#core/app/foundation.ts';
import { createClosers } from '#core/base/disposable.ts';
import { createFakeClock } from '#core/base/fake-clock.ts';
import { callHash } from '#core/policy/call-hash.ts';
import { createAsksService } from '#core/services/asks.ts';
import { recover } from '#core/store/transitions/recover.ts';
import { beginTool, endTool, refuseTool } from '#core/store/transitions/steps.ts';
import { askAndWait } from '#core/store/transitions/turn-wait.ts';
import { executeCall } from '#core/tools/execute.ts';
import type { ExecuteDeps } from '#core/tools/execute-ports.ts';
import { type AgentTool, noFlows } from '#core/tools/tool.ts';

const people = ['starter', 'other', 'stranger'] as const;
export type Who = 'owner' | (typeof people)[number];

/** What ran, as the effect saw it. */
export interface Ran {
  readonly callId: string;
  readonly input: JsonObject;
}

/**
 * A host without models: the real store, the real gate before a tool, the real service of requests, on a clock that is moved by hand.
 * `onRun` is the effect; whatever it returns is when the run ends. `without` takes a part of the gate away: a walk must notice.
 */
export const createAskWorld = (onRun: (ran: Ran) => Promise<void>, without: Partial<Pick<ExecuteDeps, 'callHash' | 'begin'>> = {}) => {
  const closers = createClosers();
  const clock = createFakeClock();
  const home = mkdtempSync(join(tmpdir(), 'pynchy-asks-'));
  const f = openFoundation({ home, version: '0', clock, closers });
  const { store } = f;
  const { db } = store;
  for (const name of people)
    db.run('INSERT INTO persons(id, role, name) VALUES (?, ?, ?)', name, name === 'stranger' ? 'unknown' : 'allowed', name);
  // Whom a name means may change between the question and the answer.
  const names = new Map<string, number>();
  let boots = 0;
  let bootId = f.bootId;

  const tool = (name: string, more: Partial<AgentTool>): AgentTool => ({
    name,
    description: '',
    input: {},
    parse: z.strictObject({ to: z.string(), amount: z.number() }) as unknown as AgentTool['parse'],
    tier: 'external',
    flows: noFlows,
    effect: 'once',
    async run(input, { callId }) {
      await onRun({ callId, input });
      return { ok: true, text: 'done' };
    },
    ...more,
  });
  const tools: readonly AgentTool[] = [
    tool('pay', {}),
    tool('post', { resolve: (input) => ({ ok: true, input: { ...input, id: names.get(String(input.to)) ?? 0 } }) }),
  ];
  const service = () => {
    const made = createAsksService({ store, clock, audit: f.audit, bootId, wake: () => undefined, log: () => undefined });
    made.start();
    return made;
  };
  let asks = service();

  const deps = (expiresInMs: number): ExecuteDeps => ({
    find: (name) => tools.find((one) => one.name === name) ?? null,
    names: () => tools.map(({ name }) => name),
    decide: () => ({ verdict: 'ask', rule: 'tier-external', reason: reason('ask-tier-external') }),
    callHash,
    askOf: store.asks.ofCall,
    askAndWait(ask) {
      askAndWait(db, { ...ask, expiresAt: clock.now() + expiresInMs }, clock.now());
      asks.changed();
    },
    nextOrd: store.turns.nextOrd,
    begin: (step, entry) => beginTool(db, step, f.audit.append, entry, clock.now()),
    end: (end) => endTool(db, end, clock.now()),
    audit: f.audit.append,
    refuse: (step, entry) => refuseTool(db, step, f.audit.append, entry, clock.now()),
    filesAreSecret: () => false,
    asOfNow: (turn) => ({
      session: store.chats.session(turn.sessionId) as Session,
      workspace: store.workspaces.byId(turn.workspaceId) as Workspace,
    }),
    mark: () => false,
    live: { append: () => undefined, shown: () => null, end: () => undefined },
    hider: () => ({ isEmpty: true, clean: (text) => text, stream: () => ({ push: (text) => text, end: () => '' }) }),
    keep: () => undefined,
    judgeCall: async () => null,
    judgeText: async () => false,
    before: async () => null,
    log: () => undefined,
    ...without,
  });

  return {
    f,
    clock,
    store,
    names,
    person: (who: Who): Person => {
      const person = who === 'owner' ? store.people.owner() : store.people.get(who);
      if (!person) throw new Error(`nobody is called ${who}`);
      return person;
    },
    asks: () => asks,
    bootId: () => bootId,
    execute: (site: Parameters<typeof executeCall>[1], expiresInMs: number) =>
      executeCall(deps(expiresInMs), site, new AbortController().signal),
    /** The host dies, and another one takes up its work. */
    restart(): void {
      asks.stop();
      bootId = `boot-${++boots}`;
      recover(db, { bootId, notice: () => null }, clock.now());
      asks = service();
    },
    async close(): Promise<void> {
      asks.stop();
      await closers.closeAll((name, error) => void process.stderr.write(`${name}: ${String(error)}\n`));
      rmSync(home, { recursive: true, force: true });
    },
  };
};
export type AskWorld = ReturnType<typeof createAskWorld>;
