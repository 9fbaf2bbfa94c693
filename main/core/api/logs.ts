import { logLevels } from '#contract/model/log-levels.ts';
import { type LogFilter, LogLine } from '#contract/ui/domains/logs.ts';
import { followLog } from '../base/log-follow.ts';
import { readLogPage } from '../base/log-pages.ts';
import type { Base } from './api.ts';
import type { ApiDeps } from './ports.ts';

export const logRoutes = (os: Base, { logsDir, onLogLine }: ApiDeps) => ({
  page: os.logs.page.handler(async ({ input }) => {
    const page = await readLogPage(logsDir, { wants: wanted(input.filter), before: input.before, limit: input.limit });
    return { lines: page.lines.flatMap(lineOf), before: page.before };
  }),
  follow: os.logs.follow.handler(async function* ({ input, signal }) {
    for await (const news of followLog(onLogLine, wanted(input.filter), signal ?? new AbortController().signal))
      yield news.type === 'lines' ? { type: 'lines' as const, lines: news.lines.flatMap(lineOf) } : news;
  }),
  scopes: os.logs.scopes.handler(async () => {
    const { lines } = await readLogPage(logsDir, { wants: () => true, before: null, limit: 5_000 });
    return [...new Set(lines.flatMap(lineOf).map(({ scope }) => scope))].sort();
  }),
});

// Cheap on the raw line first: most lines of a long log are no hit.
const wanted = (filter: LogFilter): ((raw: string) => boolean) => {
  const text = filter.text.toLowerCase();
  const least = logLevels.indexOf(filter.level);
  return (raw) => {
    if (filter.turnId !== null && !raw.includes(filter.turnId)) return false;
    if (text !== '' && !raw.toLowerCase().includes(text)) return false;
    if (least === 0 && filter.scope === null) return true;
    const [line] = lineOf(raw);
    return line !== undefined && logLevels.indexOf(line.level) >= least && (filter.scope === null || line.scope === filter.scope);
  };
};

// The last line of a killed process may be cut: it is left out.
const lineOf = (raw: string): LogLine[] => {
  try {
    const { at, level, scope, text, ...data } = JSON.parse(raw) as Record<string, unknown>;
    const line = LogLine.safeParse({ at, level, scope, text: text ?? '', data });
    return line.success ? [line.data] : [];
  } catch {
    return [];
  }
};
