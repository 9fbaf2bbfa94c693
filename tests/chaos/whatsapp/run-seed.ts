import { rmSync } from 'node:fs';
import { tempHome } from '../../harness/temp-home.ts';
import { startModelSim } from '../../sim/models/server.ts';
import { startWhatsAppSim } from '../../sim/whatsapp/server.ts';
import { checkBooks } from './books.ts';
import { drive } from './drive.ts';
import { openIn, type World } from './ledger.ts';
import { type Built, createLives } from './life.ts';
import { echoModel } from './model.ts';
import { makePlan, type Said } from './plan.ts';
import { setUp } from './set-up.ts';

export interface SeedResult {
  readonly seed: number;
  readonly wrong: readonly string[];
  readonly lives: number;
  readonly messages: number;
  readonly excused: number;
  readonly ms: number;
}

const quietMs = 180_000;

/** One seeded run: pair, talk, break, until everything is quiet; then the books. Never rejects. */
export const runSeed = async (built: Built, seed: number): Promise<SeedResult> => {
  const started = performance.now();
  const plan = makePlan(seed);
  const sim = await startWhatsAppSim();
  const model = await startModelSim();
  model.script(echoModel);
  const home = tempHome();
  const lives = createLives({ built, home, sim });
  const during: Said[] = plan.steps.flatMap((s) => (s.do === 'say' ? [s.said] : []));
  const said = [...during, ...plan.last];
  let excused: ReadonlySet<string> = new Set();
  const result = (wrong: readonly string[]): SeedResult => ({
    seed,
    wrong: [...wrong, ...lives.wrong],
    lives: lives.count(),
    messages: said.length,
    excused: excused.size,
    ms: Math.round(performance.now() - started),
  });
  try {
    await setUp({ sim, model, lives, plan });
    excused = await drive({ sim, lives, plan });
    const world: World = { sim, home, said, excused, isLast: (s) => plan.last.includes(s) };
    const quiet = (what: string, w: World): Promise<void> =>
      lives.until(what, () => (lives.client() === null ? 'no host' : lives.areLive() ? openIn(w) : 'a link is not live'), quietMs);
    await quiet('the end', { ...world, said: during });
    // What comes a second time comes before this.
    for (const { who, to, text } of plan.last) await sim.phone(who).say(to, text);
    await quiet('the last words', world);
    await lives.close();
    const wrong = checkBooks(world);
    if (wrong.length === 0) rmSync(home, { recursive: true, force: true });
    return result(wrong);
  } catch (error) {
    return result([
      `the run broke: ${error instanceof Error ? error.message : String(error)}`,
      JSON.stringify([...lives.states.values()].map((l) => [l.name, l.state, l.reason?.code])),
      ...sim.problems,
    ]);
  } finally {
    await lives.close();
    await model.close();
    await sim.close();
  }
};
