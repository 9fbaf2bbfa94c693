import { implement } from '@orpc/server';
import type { HealthRow } from '#contract/model/health.ts';
import { contract } from '#contract/ui/contract.ts';
import type { ActivityTurn } from '#contract/ui/domains/activity.ts';
import { anyOwnRule } from '#contract/ui/domains/audit.ts';
import type { LogFilter, LogLine } from '#contract/ui/domains/logs.ts';
import type { TaskView } from '#contract/ui/host-views.ts';

/** What health, activity, log and tasks show; a test changes it and tells the page. */
export interface OverviewState {
  health: HealthRow[];
  activity: ActivityTurn[];
  logLines: LogLine[];
  tasks: TaskView[];
  auditHolds: boolean;
}

export const makeRow = (change: Partial<HealthRow> = {}): HealthRow => ({
  id: 'disk',
  subject: 'disk',
  name: '',
  state: 'ok',
  reason: { code: 'health-disk', params: { gb: 120 } },
  since: null,
  nextAt: null,
  action: null,
  ...change,
});

export const makeActivity = (seq: number, change: Partial<ActivityTurn> = {}): ActivityTurn => ({
  id: `turn-${seq}`,
  seq,
  chatId: 'chat-1',
  chat: 'March receipts',
  channel: 'desktop',
  workspace: 'home',
  kind: 'message',
  who: 'You',
  asked: `Question ${seq}`,
  messageSeq: 1,
  state: 'done',
  wait: null,
  reason: null,
  startedAt: Date.now() - 60_000,
  endedAt: Date.now() - 48_000,
  tools: [],
  tokensIn: 1_200,
  tokensOut: 240,
  account: 'work',
  model: 'claude-sonnet-5-5',
  ...change,
});

export const makeLine = (n: number, change: Partial<LogLine> = {}): LogLine => ({
  at: Date.now() - 100_000 + n,
  level: 'info',
  scope: 'agent',
  text: `line ${n}`,
  data: { turnId: 'turn-1', n },
  ...change,
});

export const emptyOverview = (): OverviewState => ({
  health: [makeRow()],
  activity: [],
  logLines: Array.from({ length: 30 }, (_, n) => makeLine(n)),
  tasks: [],
  auditHolds: true,
});

const levels = ['debug', 'info', 'warn', 'error'];
const fits = (line: LogLine, f: LogFilter): boolean =>
  levels.indexOf(line.level) >= levels.indexOf(f.level) &&
  (f.scope === null || f.scope === line.scope) &&
  (f.turnId === null || f.turnId === line.data.turnId) &&
  JSON.stringify(line).toLowerCase().includes(f.text.toLowerCase());

export interface LogTap {
  /** One more line, as the host writes it. */
  write(line: LogLine): void;
}

/** The routes of the overview screens over the state that the test holds. */
export const overviewRoutes = (state: OverviewState, taps: Set<LogTap>) => {
  const os = implement(contract);
  return {
    health: {
      rows: os.health.rows.handler(() => state.health),
      check: os.health.check.handler(() => state.health),
      fix: os.health.fix.handler(({ input }) => {
        state.health = state.health.map((row) =>
          row.action?.kind === input.kind && row.action.target === input.target ? { ...row, state: 'ok' as const } : row,
        );
        return state.health;
      }),
    },
    activity: {
      list: os.activity.list.handler(({ input: { filter, before, limit } }) => {
        const fitting = state.activity
          .filter((turn) => before === null || turn.seq < before)
          .filter((turn) => filter.states.length === 0 || filter.states.includes(turn.state))
          .filter((turn) => turn.asked.toLowerCase().includes(filter.text.toLowerCase()))
          .sort((a, b) => b.seq - a.seq);
        const turns = fitting.slice(0, limit);
        return { turns, before: fitting.length > limit ? (turns.at(-1)?.seq ?? null) : null };
      }),
      tools: os.activity.tools.handler(() => ['run', 'send_message']),
      export: os.activity.export.handler(async function* ({ input }) {
        yield { text: input.format === 'csv' ? 'id,asked\r\n' : '[]', turns: state.activity.length };
      }),
    },
    logs: {
      scopes: os.logs.scopes.handler(() => ['agent', 'host']),
      page: os.logs.page.handler(({ input: { filter, before, limit } }) => {
        const above = state.logLines.slice(0, before === null ? undefined : Number(before));
        const lines = above.filter((line) => fits(line, filter)).slice(-limit);
        const first = lines[0] ? above.indexOf(lines[0]) : 0;
        return { lines, before: first > 0 ? String(first) : null };
      }),
      follow: os.logs.follow.handler(async function* ({ input, signal }) {
        const waiting: LogLine[] = [];
        let wake = (): void => undefined;
        const tap: LogTap = {
          write(line) {
            waiting.push(line);
            wake();
          },
        };
        taps.add(tap);
        signal?.addEventListener('abort', () => wake());
        try {
          while (!signal?.aborted) {
            const lines = waiting.splice(0).filter((line) => fits(line, input.filter));
            if (lines.length > 0) yield { type: 'lines' as const, lines };
            else
              await new Promise<void>((resolve) => {
                wake = resolve;
              });
          }
        } finally {
          taps.delete(tap);
        }
      }),
    },
    tasks: {
      list: os.tasks.list.handler(() => state.tasks),
      pause: os.tasks.pause.handler(({ input }) => {
        state.tasks = state.tasks.map((task) => (task.id === input.id ? { ...task, enabled: !input.paused } : task));
        return { changed: true };
      }),
      cancel: os.tasks.cancel.handler(({ input }) => {
        state.tasks = state.tasks.filter(({ id }) => id !== input.id);
        return { cancelled: true };
      }),
    },
    audit: {
      choices: os.audit.choices.handler(() => ({
        decisions: ['allow', 'deny'],
        rules: ['tier-external', 'tier-read'],
        ownRules: [
          { rule: 'rule:rule_2', text: 'Never allow web_fetch, at "example.org".', workspace: 'home' },
          { rule: 'rule:rule_1', text: null, workspace: '' },
        ],
        actors: [{ actor: 'agent:person_1', who: 'You', by: 'agent' as const }],
      })),
      export: os.audit.export.handler(async function* ({ input }) {
        yield { text: input.format === 'csv' ? 'seq,at\r\n' : '{"seq":1}\n', rows: 1 };
      }),
      list: os.audit.list.handler(({ input: { filter } }) =>
        [
          {
            seq: 1,
            at: Date.now(),
            actor: 'agent:person_1',
            who: 'You',
            by: 'agent' as const,
            workspaceId: 'ws-1',
            turnId: 'turn-1',
            decision: 'allow',
            rule: 'tier-read',
            ruleText: null,
            outcome: 'started',
            detail: 'read step_1:0',
            about: 'read the file receipts.csv',
            chat: { id: 'chat-1', name: 'March receipts', messageSeq: 1 },
          },
        ].filter((row) => (filter.decision === null || row.decision === filter.decision) && filter.rule !== anyOwnRule),
      ),
      verify: os.audit.verify.handler(() =>
        state.auditHolds
          ? { ok: true, rows: 1_234, text: '', problems: [] }
          : { ok: false, rows: 6, text: '', problems: ['Row 7: missing.', 'The end is cut off: rows from 9 on were there and are gone.'] },
      ),
    },
  };
};
