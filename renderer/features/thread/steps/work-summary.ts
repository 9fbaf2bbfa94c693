import { deniedCodes } from '#contract/model/denied-codes.ts';
import type { StepView } from '#contract/ui/views.ts';
import { t } from '../../../locales/translate.ts';
import { duration } from '../../../ui/time.ts';
import { type WorkKind, workKind, workKinds } from '../../../ui/work-kind.ts';

/** How a call ended, as far as it matters without opening it. One that a stop cut off did not fail by itself. */
export const outcomeOf = (step: StepView, wasStopped: boolean): 'fine' | 'failed' | 'denied' | 'unknown' | 'stopped' => {
  if (step.kind !== 'tool') return 'fine';
  if (step.state === 'unknown') return 'unknown';
  if (step.reason !== null && deniedCodes.has(step.reason.code)) return 'denied';
  const exitCode = step.tool?.exitCode ?? null;
  if (step.state === 'failed' && exitCode === null && wasStopped) return 'stopped';
  return step.state === 'failed' || (exitCode !== null && exitCode !== 0) ? 'failed' : 'fine';
};

/** Files are counted once, however often they were touched. */
const countOf = (kind: WorkKind, steps: readonly StepView[]): number => {
  const paths = steps.map(({ tool, id }) => (kind === 'change' && typeof tool?.input.path === 'string' ? tool.input.path : id));
  return new Set(paths).size;
};

// A call that was refused or broke did not send or change anything; a command that failed did run.
const happened = (step: StepView): boolean => step.state !== 'failed' || (step.tool?.exitCode ?? null) !== null;

/** "Ran 3 commands, changed 2 files, 12 s" */
export const workSummary = (steps: readonly StepView[], now: number): string => {
  const tools = steps.filter(({ kind }) => kind === 'tool');
  const ms = Math.max(...steps.map(({ endedAt }) => endedAt ?? now)) - Math.min(...steps.map(({ startedAt }) => startedAt));
  const byKind = Map.groupBy(tools, ({ tool }) => workKind(tool?.name ?? ''));
  const parts = workKinds.flatMap((kind) => {
    const done = (byKind.get(kind) ?? []).filter(happened);
    return done.length > 0 ? [t(`work.${kind}`, { n: countOf(kind, done) })] : [];
  });
  const tried = tools.filter((step) => !happened(step)).length;
  if (tried > 0) parts.push(t('work.tried', { n: tried }));
  if (parts.length === 0) return t('work.thought', { time: duration(ms) });
  return t('work.line', { what: sentenceCase(parts.join(', ')), time: duration(ms) });
};

const troubles = ['failed', 'denied', 'unknown', 'stopped'] as const;

/** "1 of 3 failed", "1 of 3 denied": what must be seen without opening. */
export const workTrouble = (steps: readonly StepView[], wasStopped: boolean): string | null => {
  const all = steps.filter(({ kind }) => kind === 'tool').length;
  const counted = troubles.map((outcome) => ({ outcome, n: steps.filter((step) => outcomeOf(step, wasStopped) === outcome).length }));
  const parts = counted.flatMap(({ outcome, n }) => (n > 0 ? [t(`work.${outcome}`, { n, all })] : []));
  return parts.length > 0 ? parts.join(', ') : null;
};

/** What a call is about, in one line: its command, path or address. */
export const callSubject = (step: StepView): string => {
  const input = step.tool?.input ?? {};
  const told = [input.command, input.path, input.url, input.query, input.pattern, input.to].find((value) => typeof value === 'string');
  return typeof told === 'string' ? (told.split('\n')[0] ?? '') : '';
};

const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
