import type { HealthRow } from '#contract/model/health.ts';
import { renderParts } from '#contract/text/render.ts';
import type { ApiDeps } from './ports.ts';

export interface Finding {
  readonly id: string;
  readonly ok: boolean;
  readonly text: string;
  readonly next: string | null;
}

/** The rows of the health screen after a look at everything, as lines: what, and for what is wrong why and what next. */
export const runDoctor = async ({ health }: Pick<ApiDeps, 'health'>): Promise<Finding[]> => (await health.check()).map(findingOf);

// What only wants a look (no backup yet) is no fault: scripts go by the exit code.
const findingOf = (row: HealthRow): Finding => {
  const { what, why, next } = renderParts(row.reason);
  const name = row.name === '' ? row.subject : `${row.subject} ${row.name}`;
  const isWell = row.state === 'ok';
  return {
    id: row.id,
    ok: row.state !== 'failing',
    text: `${name}: ${isWell || !why ? what : `${what} ${why}`}`,
    next: isWell ? null : (next ?? null),
  };
};
