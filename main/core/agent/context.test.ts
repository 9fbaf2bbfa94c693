import { expect, it } from 'vitest';
import type { Session, Turn, Workspace } from '#contract/model/records.ts';
import { loadContext } from './context.ts';
import type { AgentDeps } from './ports.ts';

const workspace = { id: 'ws', name: 'home', instructions: '' } as Workspace;
const session = { id: 'ses', summaryStepId: null, handoff: null } as Session;
const turns = Array.from({ length: 1_000 }, (_, i) => ({ id: `turn_${i}`, state: 'done' }) as Turn);
const past = { turns: turns.map((turn) => ({ turn, isInherited: false, cut: null })), summaryStepId: null, handoff: null };

it('lets others run while it reads a long conversation', async () => {
  let readMs = 0;
  const deps = {
    pastOf: () => past,
    messagesOf: () => [],
    steps() {
      readMs += 1;
      return [];
    },
    memories: () => [],
    tools: () => [],
    personName: () => 'You',
    zone: () => 'UTC',
    mono: () => readMs,
  };
  let longestMs = 0;
  let before = 0;
  let over = false;
  const look = (): void => {
    longestMs = Math.max(longestMs, readMs - before);
    before = readMs;
    if (!over) setImmediate(look);
  };
  setImmediate(look);
  const context = await loadContext(deps as Partial<AgentDeps> as AgentDeps, { turn: turns.at(-1) as Turn, session, workspace });
  over = true;
  expect(context.earlier).toHaveLength(999);
  expect(readMs).toBe(1_000);
  expect(Math.max(longestMs, readMs - before)).toBeLessThan(50);
});
