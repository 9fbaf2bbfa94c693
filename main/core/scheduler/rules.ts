import { Cron } from 'croner';
import type { TaskRule } from '#contract/model/records.ts';
import { isZone } from '#contract/model/zone.ts';

/** "90s", "10m", "2h", "1d", also "1h30m"; null when it is none. */
export const durationMs = (text: string): number | null => {
  const unit: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
  const whole = text.trim().toLowerCase().replaceAll(/\s+/g, '');
  if (!/^(\d+[smhd])+$/.test(whole)) return null;
  return [...whole.matchAll(/(\d+)([smhd])/g)].reduce((sum, [, n, u]) => sum + Number(n) * (unit[u ?? ''] ?? 0), 0);
};

export interface RuleRequest {
  readonly in?: string | undefined;
  readonly once?: string | undefined;
  readonly every?: string | undefined;
  readonly cron?: string | undefined;
}

const shortestEveryMs = 60_000;

/** The rule of a request, or why it does not work, in words for the one who asked. */
export const ruleOf = (request: RuleRequest, zone: string, now: number): { ok: true; rule: TaskRule } | { ok: false; text: string } => {
  const given = (['in', 'once', 'every', 'cron'] as const).filter((k) => request[k] !== undefined);
  if (given.length !== 1) return { ok: false, text: 'Give exactly one of in, once, every, cron.' };
  if (!isZone(zone)) return { ok: false, text: `"${zone}" is not a time zone. Use an IANA name such as Europe/Berlin.` };
  if (request.in !== undefined) {
    const ms = durationMs(request.in);
    return ms === null || ms <= 0
      ? { ok: false, text: `"${request.in}" is not a duration. Examples: 10m, 2h, 1d.` }
      : { ok: true, rule: { kind: 'once', atMs: now + ms } };
  }
  if (request.once !== undefined) {
    const at = instantOf(request.once, zone);
    if (at === null) return { ok: false, text: `"${request.once}" is not a time. Example: 2026-12-01T09:00.` };
    return at <= now ? { ok: false, text: `${request.once} (${zone}) has passed.` } : { ok: true, rule: { kind: 'once', atMs: at } };
  }
  if (request.every !== undefined) {
    const ms = durationMs(request.every);
    if (ms === null) return { ok: false, text: `"${request.every}" is not a duration. Examples: 30m, 2h.` };
    return ms < shortestEveryMs
      ? { ok: false, text: 'The shortest interval is one minute.' }
      : { ok: true, rule: { kind: 'every', everyMs: ms, anchorMs: now } };
  }
  const cron = request.cron ?? '';
  try {
    if (cron.trim().split(/\s+/).length !== 5) return { ok: false, text: 'A cron rule has five fields: minute hour day month weekday.' };
    const next = new Cron(cron, { timezone: zone, paused: true }).nextRun(new Date(now));
    return next ? { ok: true, rule: { kind: 'cron', cron } } : { ok: false, text: `The rule "${cron}" never comes due.` };
  } catch (error) {
    return { ok: false, text: `The cron rule "${cron}" does not work: ${error instanceof Error ? error.message : String(error)}` };
  }
};

/** The first time after `afterMs`; null when there is none. An interval also counts back from its anchor: the clock may be set. */
export const nextDue = (rule: TaskRule, zone: string, afterMs: number): number | null => {
  if (rule.kind === 'once') return rule.atMs > afterMs ? rule.atMs : null;
  if (rule.kind === 'every') return rule.anchorMs + (Math.floor((afterMs - rule.anchorMs) / rule.everyMs) + 1) * rule.everyMs;
  return new Cron(rule.cron, { timezone: zone, paused: true }).nextRun(new Date(afterMs))?.getTime() ?? null;
};

// Each step looks further back, so that a rule of any rhythm is met after few runs.
const lookBackMs = [3_600_000, 86_400_000, 8 * 86_400_000, 32 * 86_400_000, 370 * 86_400_000, 5 * 366 * 86_400_000];

/** The newest time at or before `nowMs`; null when there is none. */
export const lastDue = (rule: TaskRule, zone: string, nowMs: number): number | null => {
  if (rule.kind === 'once') return rule.atMs <= nowMs ? rule.atMs : null;
  if (rule.kind === 'every') {
    const rounds = Math.floor((nowMs - rule.anchorMs) / rule.everyMs);
    return rounds >= 1 ? rule.anchorMs + rounds * rule.everyMs : null;
  }
  for (const back of lookBackMs) {
    let last: number | null = null;
    for (let at = nextDue(rule, zone, nowMs - back); at !== null && at <= nowMs; at = nextDue(rule, zone, at)) last = at;
    if (last !== null) return last;
  }
  return null;
};

export const describeRule = (rule: TaskRule): string =>
  rule.kind === 'once' ? 'once' : rule.kind === 'every' ? `every ${Math.round(rule.everyMs / 60_000)} min` : `cron ${rule.cron}`;

// A time with an offset is that instant; without one it is a wall time in the zone.
const instantOf = (text: string, zone: string): number | null => {
  if (!/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(text)) return null;
  if (/(Z|[+-]\d{2}:?\d{2})$/.test(text)) {
    const at = Date.parse(text.replace(' ', 'T'));
    return Number.isNaN(at) ? null : at;
  }
  try {
    return (
      new Cron(text.replace(' ', 'T').padEnd(19, ':00').slice(0, 19), { timezone: zone, paused: true }).nextRun(new Date(0))?.getTime() ??
      null
    );
  } catch {
    return null;
  }
};
