import type { HealthRow } from '#contract/model/health.ts';
import { reason } from '#contract/model/reason.ts';
import type { ClockJump } from './clock-watch.ts';
import type { AboutFacts } from './ports.ts';
import { attentionRow, okRow } from './row.ts';

const mb = 1024 * 1024;
const highMemoryMb = 1_024;

/** The host itself: that it runs, its memory, its clock, its versions. */
export const hostRows = (o: { about: AboutFacts; memoryBytes: number; jump: ClockJump | null }): HealthRow[] => {
  const { about, jump } = o;
  const memory = Math.round(o.memoryBytes / mb);
  return [
    okRow('host', 'host', reason('health-host', { version: about.version, pid: about.pid }), { since: about.startedAt }),
    memory > highMemoryMb
      ? attentionRow('memory', 'memory', reason('health-memory-high', { mb: memory }), { kind: 'look-again', target: 'memory' })
      : okRow('memory', 'memory', reason('health-memory', { mb: memory })),
    jump === null ? okRow('clock', 'clock', reason('health-clock')) : jumpRow(jump),
    okRow(
      'versions',
      'versions',
      reason('health-versions', { version: about.version, node: about.node, sqlite: about.sqlite, system: about.system }),
    ),
  ];
};

const jumpRow = ({ at, byMs }: ClockJump): HealthRow => {
  const params = { minutes: Math.max(1, Math.round(Math.abs(byMs) / 60_000)) };
  const why = byMs > 0 ? reason('health-clock-forward', params) : reason('health-clock-back', params);
  return attentionRow('clock', 'clock', why, { kind: 'dismiss', target: 'clock' }, { since: at });
};
