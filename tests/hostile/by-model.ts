import type { Attack, Verdict } from './attack.ts';
import type { Driven, Step } from './drive.ts';
import type { Stage, Window } from './world/window.ts';

export interface Scene {
  readonly w: Window;
  readonly s: Stage;
}
interface ByModel {
  readonly id: string;
  readonly goal: string;
  readonly verdict: Verdict;
  readonly audit?: string;
  readonly sandbox?: string;
  readonly isAdmin?: boolean;
  /** What stands ready before the model begins. */
  readonly before?: (scene: Scene) => Promise<void> | void;
  readonly steps: (scene: Scene) => readonly Step[];
  readonly how?: (scene: Scene) => Parameters<Stage['drive']>[1];
  /** Whether the world shows what the attacker wanted. */
  readonly won: (scene: Scene, d: Driven) => Promise<boolean> | boolean;
}

/** An attack of the model alone, in a workspace of its own: one message, the steps, and a look at the world. */
export const byModel = (o: ByModel): Attack<Window> => ({
  id: o.id,
  goal: o.goal,
  verdict: o.verdict,
  ...(o.audit === undefined ? {} : { audit: o.audit }),
  async run(w) {
    const s = await w.stage({ ...(o.sandbox ? { sandbox: o.sandbox } : {}), ...(o.isAdmin ? { isAdmin: true } : {}) });
    try {
      await o.before?.({ w, s });
      const d = await s.drive(o.steps({ w, s }), o.how?.({ w, s }));
      const won = await o.won({ w, s }, d);
      const verdict = won ? 'allowed' : d.asked.length > 0 ? 'asked' : o.verdict === 'asked' ? 'refused' : o.verdict;
      return { won, verdict, rules: await s.rules(), seen: `${d.state}: ${d.results.join(' | ')}` };
    } finally {
      await w.client.workspaces.stopSandbox({ id: s.workspaceId });
    }
  },
});
