import { rmSync } from 'node:fs';
import { startModelSim } from '../sim/models/server.ts';
import { type Account, checkBooks } from './books.ts';
import { live, type Memory } from './life.ts';
import { directedModel } from './model.ts';
import { makePlan } from './plan.ts';
import { copyTemplate, type Template } from './template.ts';

export interface SeedResult extends Account {
  readonly seed: number;
  readonly lives: number;
  readonly ms: number;
}

/** One seeded run: act, kill, start again … until everything is done; then the books. Never rejects. */
export const runSeed = async (template: Template, seed: number): Promise<SeedResult> => {
  const started = performance.now();
  const plan = makePlan(seed);
  const memory: Memory = { ids: new Map(), done: new Set(), stopped: new Set(), doubled: [] };
  const sim = await startModelSim();
  sim.script(directedModel);
  const home = copyTemplate(template, sim.url);
  let lives = 0;
  const result = (account: Account): SeedResult => ({ seed, lives, ms: Math.round(performance.now() - started), ...account });
  try {
    for (const kill of [...plan.kills, null]) {
      lives++;
      if (await live({ home, plan, chatIds: template.chatIds, memory, kill })) break;
    }
    if (memory.done.size < plan.chats.flat().length) throw new Error('the last life ended before everything was done');
    const account = checkBooks({ home, plan, memory, requests: sim.requests });
    if (account.wrong.length === 0) rmSync(home, { recursive: true, force: true });
    return result(account);
  } catch (error) {
    return result({ wrong: [`the run broke: ${error instanceof Error ? error.message : String(error)}`], unknowns: 0, effects: 0 });
  } finally {
    await sim.close();
  }
};
