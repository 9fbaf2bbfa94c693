import type { Rule } from '#contract/model/rule.ts';
import { RuleBody } from '#contract/model/rule.ts';
import type { Db, Row } from '../open.ts';

// A row that a newer version wrote, or a person by hand, may hold anything: what cannot be read denies.
const ruleOf = (row: Row): Rule => {
  const body = RuleBody.safeParse({ tool: row.tool, conditions: parsed(row.conditions), decision: row.decision });
  return {
    ...(body.success ? body.data : { tool: String(row.tool), conditions: [], decision: 'deny' }),
    id: String(row.id),
    workspaceId: String(row.workspace_id),
    taskId: row.task_id === null ? null : String(row.task_id),
    ord: Number(row.ord),
    madeBy: String(row.made_by),
    madeAt: Number(row.made_at),
  };
};
const parsed = (json: unknown): unknown => {
  try {
    return JSON.parse(String(json));
  } catch {
    return null;
  }
};
const changed = (db: Db, workspaceId: string): void => db.event({ topic: 'workspace', entityId: workspaceId, payload: { rules: true } });

/** The owner's rules, by workspace. */
export const createRules = (db: Db) => {
  const get = (id: string): Rule | null => {
    const row = db.get('SELECT * FROM rules WHERE id = ?', id);
    return row ? ruleOf(row) : null;
  };
  const end = (workspaceId: string, which: 'min' | 'max'): number =>
    Number(db.get(`SELECT coalesce(${which}(ord), 0) AS ord FROM rules WHERE workspace_id = ?`, workspaceId)?.ord);
  return {
    get,
    /** In the order in which they are asked. */
    of: (workspaceId: string): Rule[] => db.all('SELECT * FROM rules WHERE workspace_id = ? ORDER BY ord, id', workspaceId).map(ruleOf),
    /** Before or after all others, or right before one of them. */
    add: (rule: Omit<Rule, 'ord'>, where: 'first' | 'last' | Pick<Rule, 'ord'>): Rule =>
      db.tx(() => {
        if (typeof where === 'object')
          db.run('UPDATE rules SET ord = ord - 1 WHERE workspace_id = ? AND ord < ?', rule.workspaceId, where.ord);
        const ord =
          where === 'first' ? end(rule.workspaceId, 'min') - 1 : where === 'last' ? end(rule.workspaceId, 'max') + 1 : where.ord - 1;
        db.run(
          'INSERT INTO rules(id, workspace_id, task_id, ord, tool, conditions, decision, made_by, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
          rule.id,
          rule.workspaceId,
          rule.taskId,
          ord,
          rule.tool,
          JSON.stringify(rule.conditions),
          rule.decision,
          rule.madeBy,
          rule.madeAt,
        );
        changed(db, rule.workspaceId);
        return { ...rule, ord };
      }),
    /** One place earlier. */
    raise: (rule: Rule): void =>
      db.tx(() => {
        const above = db.get(
          'SELECT id, ord FROM rules WHERE workspace_id = ? AND ord < ? ORDER BY ord DESC LIMIT 1',
          rule.workspaceId,
          rule.ord,
        );
        if (!above) return;
        db.run('UPDATE rules SET ord = ? WHERE id = ?', rule.ord, String(above.id));
        db.run('UPDATE rules SET ord = ? WHERE id = ?', Number(above.ord), rule.id);
        changed(db, rule.workspaceId);
      }),
    remove: (rule: Rule): void =>
      db.tx(() => {
        db.run('DELETE FROM rules WHERE id = ?', rule.id);
        changed(db, rule.workspaceId);
      }),
    /** Calls that a rule has allowed since then. `name` is `rule:<id>`. */
    allowedSince: (name: string, at: number): number =>
      Number(
        db.get(
          "SELECT count(*) AS n FROM audit WHERE rule = ? AND rule >= 'rule:' AND rule < 'rule;' AND at > ? AND decision = 'allow' AND outcome = 'started'",
          name,
          at,
        )?.n,
      ),
    /** The task that began a turn; null for all other turns. */
    taskOfTurn: (turnId: string): string | null => {
      const id = db.get(
        "SELECT o.task_id AS id FROM occurrences o JOIN turns t ON t.id = o.turn_id WHERE o.turn_id = ? AND t.kind = 'task'",
        turnId,
      )?.id;
      return id === undefined ? null : String(id);
    },
  };
};
export type Rules = ReturnType<typeof createRules>;
