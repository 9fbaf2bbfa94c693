import { renderReason } from '#contract/text/render.ts';
import type { ActivityFilter, ActivityTurn } from '#contract/ui/domains/activity.ts';
import type { Reader } from '../store/reader.ts';
import { csvCell } from './csv-cell.ts';

const pageTurns = 200;

/** Everything that fits the filter as the pieces of one file, newest first; a page is read when the one before was taken. */
export async function* exportActivity(
  reader: Pick<Reader, 'activity'>,
  o: { readonly filter: ActivityFilter; readonly format: 'json' | 'csv' },
  signal: AbortSignal,
): AsyncGenerator<{ text: string; turns: number }> {
  const write = o.format === 'csv' ? csv : json;
  yield { text: write.head, turns: 0 };
  let before: number | null = null;
  let written = 0;
  do {
    const page: Awaited<ReturnType<Reader['activity']>> = await reader.activity({ filter: o.filter, before, limit: pageTurns });
    if (signal.aborted) return;
    const text = page.turns.map((turn, n) => write.turn(turn, written + n === 0)).join('');
    written += page.turns.length;
    before = page.before;
    if (text !== '') yield { text, turns: written };
  } while (before !== null);
  yield { text: write.foot, turns: written };
}

interface Format {
  readonly head: string;
  readonly turn: (turn: ActivityTurn, isFirst: boolean) => string;
  readonly foot: string;
}

const instant = (at: number | null): string => (at === null ? '' : new Date(at).toISOString());

const json: Format = {
  head: '[\n',
  turn: ({ startedAt, endedAt, reason, ...turn }, isFirst) =>
    `${isFirst ? '' : ',\n'}  ${JSON.stringify({
      ...turn,
      startedAt: instant(startedAt),
      endedAt: endedAt === null ? null : instant(endedAt),
      reason,
      sentence: reason ? renderReason(reason) : null,
    })}`,
  foot: '\n]\n',
};

const columns: readonly (readonly [string, (turn: ActivityTurn) => string | number])[] = [
  ['id', (t) => t.id],
  ['started', (t) => instant(t.startedAt)],
  ['ended', (t) => instant(t.endedAt)],
  ['seconds', (t) => (t.endedAt === null ? '' : Math.round((t.endedAt - t.startedAt) / 100) / 10)],
  ['workspace', (t) => t.workspace],
  ['chat', (t) => t.chat],
  ['channel', (t) => t.channel],
  ['started by', (t) => t.who],
  ['asked', (t) => t.asked],
  ['state', (t) => t.state],
  ['tools', (t) => t.tools.map(({ name, calls }) => `${name} x${calls}`).join(', ')],
  ['tokens in', (t) => t.tokensIn],
  ['tokens out', (t) => t.tokensOut],
  ['account', (t) => t.account ?? ''],
  ['model', (t) => t.model ?? ''],
  ['reason', (t) => (t.reason ? renderReason(t.reason) : '')],
];

const csv: Format = {
  head: `${columns.map(([name]) => name).join(',')}\r\n`,
  turn: (turn) => `${columns.map(([, of]) => csvCell(of(turn))).join(',')}\r\n`,
  foot: '',
};
