import type { Reason } from '#contract/model/reason.ts';
import { renderReason } from '#contract/text/render.ts';

interface Standing {
  readonly name: string;
  readonly state: string;
  readonly reason?: Reason | null;
  readonly heardAt?: number | null;
  readonly nextTryAt?: number | null;
}

/** A connection in one line: the proof with the state, and with a failure its cause and what comes next. */
export const connectionLine = (c: Standing, now: number): string => {
  const inSeconds = (at: number): number => Math.max(0, Math.round((at - now) / 1000));
  const parts = [`connection ${c.name}: ${c.state}`];
  if (c.heardAt) parts.push(`last heard ${Math.max(0, Math.round((now - c.heardAt) / 1000))} s ago`);
  if (c.nextTryAt) parts.push(`next try in ${inSeconds(c.nextTryAt)} s`);
  return `${parts.join(', ')}${c.reason ? `. ${renderReason(c.reason)}` : ''}`;
};
