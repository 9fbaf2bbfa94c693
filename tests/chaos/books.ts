import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Json } from '../sim/models/actions.ts';
import type { RecordedRequest } from '../sim/models/server.ts';
import type { Memory } from './life.ts';
import type { Plan } from './plan.ts';

type Row = Record<string, string | number | null>;
export interface Account {
  readonly wrong: string[];
  readonly unknowns: number;
  readonly effects: number;
}

/** Reads what is stored and what happened in the world, and lists every entry that does not balance. */
export const checkBooks = (o: { home: string; plan: Plan; memory: Memory; requests: readonly RecordedRequest[] }): Account => {
  const db = new DatabaseSync(join(o.home, 'pynchy.db'), { readOnly: true });
  const all = (sql: string, ...values: (string | number)[]): Row[] => db.prepare(sql).all(...values) as Row[];
  const wrong: string[] = o.memory.doubled.map((id) => `a send that was repeated became a new message: ${id}`);
  const expect = (holds: boolean, what: string): void => void (holds || wrong.push(what));
  try {
    checkMessages(all, o, expect);
    checkTurns(all, expect);
    checkNothingOpen(all, expect);
    checkEvents(all, expect);
    const { unknowns, effects } = checkEffects(all, o, expect);
    return { wrong, unknowns, effects };
  } finally {
    db.close();
  }
};

type All = (sql: string, ...values: (string | number)[]) => Row[];
type Expect = (holds: boolean, what: string) => void;

const checkMessages = (all: All, { plan }: { plan: Plan }, expect: Expect): void => {
  for (const action of plan.chats.flat()) {
    const rows = all('SELECT * FROM messages WHERE external_key = ?', `client:${action.clientId}`);
    expect(rows.length === 1, `${action.clientId} is stored ${rows.length} times`);
    const [row] = rows;
    if (!row) continue;
    expect(row.text === action.text, `${action.clientId} has another text`);
    expect(['answered', 'failed', 'ignored'].includes(String(row.state)), `${action.clientId} is left ${row.state}`);
    if (row.origin === 'command') expect(row.command !== null, `the command ${action.clientId} has no outcome`);
    else expect(row.turn_id !== null, `${action.clientId} has no turn`);
    if (row.state === 'failed') expect(row.reason_code !== null, `${action.clientId} failed without a reason`);
  }
  const claims = all(
    `SELECT m.id, sum(t.id = m.turn_id) AS own, sum(t.id <> m.turn_id AND t.state NOT IN ('failed', 'cancelled', 'interrupted')) AS others FROM messages m
     JOIN turn_messages tm ON tm.message_seq = m.seq JOIN turns t ON t.id = tm.turn_id WHERE m.origin = 'human' GROUP BY m.id`,
  );
  for (const claim of claims)
    expect(claim.own === 1 && claim.others === 0, `message ${claim.id} belongs to ${claim.own} latest and ${claim.others} other turns`);
};

const checkTurns = (all: All, expect: Expect): void => {
  const wanted: Record<string, [finals: number, notices: number]> = { done: [1, 0], failed: [0, 1], cancelled: [0, 0] };
  for (const turn of all('SELECT id, state, reason_code FROM turns')) {
    const finals = all("SELECT id FROM messages WHERE turn_id = ? AND external_key LIKE 'own:final:%'", String(turn.id)).length;
    const notices = all("SELECT id FROM messages WHERE turn_id = ? AND origin = 'harness'", String(turn.id)).length;
    const deliveries = all("SELECT part, parts, state FROM deliveries WHERE source_kind = 'turn' AND source_id = ?", String(turn.id));
    const [f, n] = wanted[String(turn.state)] ?? [-1, -1];
    expect(finals === f && notices === n, `turn ${turn.id} (${turn.state}) has ${finals} answers and ${notices} notices`);
    expect(
      deliveries.length === (turn.state === 'cancelled' ? 0 : Number(deliveries[0]?.parts ?? -1)),
      `turn ${turn.id} (${turn.state}) has ${deliveries.length} deliveries`,
    );
    expect(
      deliveries.every((d) => d.state === 'delivered'),
      `turn ${turn.id} has a delivery that is left behind`,
    );
    if (turn.state === 'done') continue;
    expect(turn.reason_code !== null, `turn ${turn.id} is ${turn.state} without a reason`);
  }
};

const checkNothingOpen = (all: All, expect: Expect): void => {
  for (const [table, states] of [
    ['turns', "'queued','running','waiting','interrupted'"],
    ['steps', "'running'"],
    ['messages', "'received','queued','claimed'"],
    ['reservations', "'held'"],
    ['asks', "'pending'"],
  ] as const)
    for (const row of all(`SELECT id, state FROM ${table} WHERE state IN (${states})`))
      expect(false, `${table} ${row.id} is left ${row.state}`);
};

const tableOf: Record<string, string> = {
  message: 'messages',
  turn: 'turns',
  step: 'steps',
  ask: 'asks',
  chat: 'chats',
  session: 'sessions',
  workspace: 'workspaces',
  account: 'accounts',
  task: 'tasks',
  delivery: 'deliveries',
  sandbox: 'workspaces',
};
const checkEvents = (all: All, expect: Expect): void => {
  for (const [topic, table] of Object.entries(tableOf))
    for (const row of all(
      `SELECT e.seq, e.entity_id FROM events e WHERE e.topic = ? AND NOT EXISTS (SELECT 1 FROM ${table} x WHERE x.id = e.entity_id)`,
      topic,
    ))
      expect(false, `event ${row.seq} is about the ${topic} ${row.entity_id}, which is not there`);
};

const checkEffects = (
  all: All,
  o: { home: string; requests: readonly RecordedRequest[]; plan: Plan },
  expect: Expect,
): { unknowns: number; effects: number } => {
  const journal = ['home', 'work'].flatMap((workspace) => {
    const file = join(o.home, 'workspaces', workspace, 'journal');
    return existsSync(file)
      ? readFileSync(file, 'utf8')
          .split('\n')
          .filter((line) => line !== '')
      : [];
  });
  const times = new Map<string, number>();
  for (const nonce of journal) times.set(nonce, (times.get(nonce) ?? 0) + 1);
  for (const [nonce, n] of times) expect(n === 1, `the effect ${nonce} happened ${n} times`);

  const accounted = new Set<string>();
  const steps = all(
    "SELECT s.*, t.state AS turn_state FROM steps s JOIN turns t ON t.id = s.turn_id WHERE s.kind = 'tool' AND s.tool IN ('run', 'send_message')",
  );
  let unknowns = 0;
  for (const step of steps) {
    const input = String(step.input);
    const nonce = /n\d+x\d+z/.exec(input)?.[0] ?? '';
    const happened =
      step.tool === 'run' ? times.has(nonce) : all("SELECT 1 FROM messages WHERE text = ? AND origin = 'agent'", nonce).length === 1;
    if (step.effect === 'once') {
      expect(step.state !== 'discarded', `${nonce} was discarded although it cannot be repeated`);
      expect(!accounted.has(nonce), `${nonce} was begun twice`);
      accounted.add(nonce);
    }
    if (step.state === 'done') expect(happened, `${nonce} is called done but did not happen`);
    const cutByStop = step.state === 'failed' && /^(ended by signal|time-out)/.test(String(step.output_head));
    if (step.state === 'failed' && !cutByStop) expect(!happened, `${nonce} is called failed (${step.reason_code}) but happened`);
    if (step.state !== 'unknown') continue;
    unknowns++;
    expect(step.reason_code !== null, `the unknown ${nonce} has no reason`);
    const told = toldAbout(o.requests, `call_${nonce}`);
    if (step.turn_state === 'done') expect(told.length > 0, `the model was not told about the unknown ${nonce}`);
    expect(
      told.every((text) => text.includes('may or may not have happened')),
      `the model was told something else about the unknown ${nonce}: ${told[0]}`,
    );
  }
  for (const command of all("SELECT text, state FROM messages WHERE origin = 'command'")) {
    const nonce = /n\d+x\d+z/.exec(String(command.text))?.[0] ?? '';
    accounted.add(nonce);
    if (command.state === 'answered') expect(times.has(nonce), `the command ${nonce} is called done but did not happen`);
  }
  for (const nonce of times.keys()) expect(accounted.has(nonce), `the effect ${nonce} stands in no row`);

  for (const row of all(
    "SELECT text, count(*) AS n FROM messages WHERE origin = 'agent' AND external_key NOT LIKE 'own:final:%' GROUP BY text",
  )) {
    expect(row.n === 1, `${row.text} was posted ${row.n} times`);
    expect(!o.plan.denied.has(String(row.text)), `${row.text} was denied and posted`);
    const used = all(
      "SELECT used_at FROM asks WHERE kind = 'approval' AND state = 'answered' AND used_at IS NOT NULL AND payload LIKE ?",
      `%${row.text}"%`,
    );
    expect(used.length === 1, `${row.text} was posted with ${used.length} used approvals`);
  }
  return { unknowns, effects: times.size };
};

/** What the model was told as the result of a call, in every request that names it. */
const toldAbout = (requests: readonly RecordedRequest[], callId: string): string[] =>
  requests.flatMap((r) =>
    ((r.body.messages ?? []) as readonly Json[]).flatMap((m) =>
      m.role === 'tool' && m.tool_call_id === callId ? [String(m.content)] : [],
    ),
  );
