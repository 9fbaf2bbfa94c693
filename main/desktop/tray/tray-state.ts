import { texts } from '../texts.ts';

/** What the tray is drawn from. */
export interface HostGlance {
  readonly asks: number;
  readonly running: number;
  readonly paused: boolean;
  /** The emergency stop is on. */
  readonly stopped: boolean;
  /** Why something needs repair, in words; the first is shown. */
  readonly troubles: readonly string[];
  readonly isStopping: boolean;
}
export const atRest: HostGlance = { asks: 0, running: 0, paused: false, stopped: false, troubles: [], isStopping: false };

export const trayKinds = ['idle', 'working', 'needs-you', 'trouble', 'paused'] as const;
export type TrayKind = (typeof trayKinds)[number];

/** One picture and one sentence: what waits for a person comes first, then what is broken, then what runs. */
export const trayStateOf = (g: HostGlance): { kind: TrayKind; tooltip: string } => {
  const [trouble] = g.troubles;
  if (g.isStopping) return { kind: g.running > 0 ? 'working' : 'idle', tooltip: texts.tooltip.stopping };
  if (g.stopped) return { kind: 'trouble', tooltip: texts.tooltip.stopped };
  if (g.asks > 0) return { kind: 'needs-you', tooltip: texts.tooltip.needsYou(g.asks) };
  if (trouble !== undefined) return { kind: 'trouble', tooltip: texts.tooltip.trouble(trouble) };
  if (g.paused) return { kind: 'paused', tooltip: texts.tooltip.paused };
  if (g.running > 0) return { kind: 'working', tooltip: texts.tooltip.working(g.running) };
  return { kind: 'idle', tooltip: texts.tooltip.idle };
};
