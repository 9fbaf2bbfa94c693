import { AppError } from '#contract/errors.ts';
import type { Person, Workspace } from '#contract/model/records.ts';
import type { Rule, RuleBody } from '#contract/model/rule.ts';
import { ruleText } from '#contract/text/rule-text.ts';
import type { RuleView } from '#contract/ui/domains/rules.ts';
import type { Clock } from '../base/clock.ts';
import { newId } from '../base/ids.ts';
import type { Audit } from '../store/audit.ts';
import type { Store } from '../store/store.ts';
import { taskById } from '../store/transitions/tasks.ts';
import { hostOf } from './host-name.ts';

const taskNameChars = 80;
const isOutside = (folder: string): boolean => /^~|^[a-z]:|\\/i.test(folder) || folder.split('/').includes('..');

/** The owner's rules: made, listed, put in order, taken back. */
export const createRulesService = (deps: {
  store: Store;
  clock: Clock;
  audit: Audit;
  /** Those that a rule of this workspace can be about. */
  toolNames: (workspaceId: string) => readonly string[];
}) => {
  const { store, clock } = deps;
  const workspaceOf = (name: string): Workspace => {
    const workspace = store.workspaces.byName(name);
    if (!workspace) throw new AppError('not-found', { what: 'workspace', name });
    return workspace;
  };
  const taskName = (taskId: string | null): string | null => {
    const prompt = taskId === null ? null : (taskById(store.db, taskId)?.prompt ?? '');
    return prompt === null || prompt.length <= taskNameChars ? prompt : `${prompt.slice(0, taskNameChars)}…`;
  };
  const textOf = (rule: RuleBody & Pick<Rule, 'taskId'>): string => ruleText(rule, taskName(rule.taskId));
  const view = (rule: Rule): RuleView => ({
    id: rule.id,
    workspace: store.workspaces.byId(rule.workspaceId)?.name ?? '',
    tool: rule.tool,
    conditions: rule.conditions,
    decision: rule.decision,
    text: textOf(rule),
    task: taskName(rule.taskId),
    madeBy: store.people.get(rule.madeBy)?.name ?? '',
    madeAt: rule.madeAt,
  });
  const must = (id: string): Rule => {
    const rule = store.rules.get(id);
    if (!rule) throw new AppError('not-found', { what: 'rule', name: id });
    return rule;
  };
  const record = (rule: Rule, person: Person, what: 'rule-made' | 'rule-removed' | 'rule-raised'): void =>
    deps.audit.append({
      actor: `person:${person.id}`,
      workspaceId: rule.workspaceId,
      turnId: null,
      callHash: null,
      decision: rule.decision,
      rule: what,
      outcome: 'done',
      detail: `${rule.id} ${rule.tool}`,
    });
  /** It comes right before that one, or behind all; without `before` it comes first. */
  const add = (o: { workspaceId: string; taskId: string | null; body: RuleBody; person: Person; before?: Rule | null }): Rule =>
    store.db.tx(() => {
      const now = clock.now();
      const made = { ...o.body, id: newId('rule', now), workspaceId: o.workspaceId, taskId: o.taskId, madeBy: o.person.id, madeAt: now };
      const rule = store.rules.add(made, o.before === undefined ? 'first' : (o.before ?? 'last'));
      record(rule, o.person, 'rule-made');
      return rule;
    });

  return {
    view,
    textOf,
    list: (workspace: string): RuleView[] => store.rules.of(workspaceOf(workspace).id).map(view),
    /** Throws rule-tool-unknown with the tools there are, host-bad, rule-folder-bad and rule-hours-empty. */
    add(workspace: string, body: RuleBody, person: Person): RuleView {
      const { id } = workspaceOf(workspace);
      const names = deps.toolNames(id);
      if (body.tool !== '*' && !names.includes(body.tool))
        throw new AppError('rule-tool-unknown', { tool: body.tool, tools: [...names].sort().join(', ') });
      // Such a folder holds nothing: what forbids it would forbid nothing.
      const lost = body.conditions.find((one) => one.is === 'path-under' && isOutside(one.folder));
      if (lost?.is === 'path-under') throw new AppError('rule-folder-bad', { folder: lost.folder });
      const never = body.conditions.find((one) => one.is === 'hours' && one.from === one.to);
      if (never?.is === 'hours') throw new AppError('rule-hours-empty', { from: never.from, to: never.to });
      const conditions = body.conditions.map((one) => (one.is === 'host-in' ? { ...one, hosts: one.hosts.map(hostOf) } : one));
      return view(add({ workspaceId: id, taskId: null, body: { ...body, conditions }, person }));
    },
    make: add,
    remove(id: string, person: Person): void {
      const rule = must(id);
      store.db.tx(() => {
        store.rules.remove(rule);
        record(rule, person, 'rule-removed');
      });
    },
    raise(id: string, person: Person): RuleView[] {
      const rule = must(id);
      store.db.tx(() => {
        store.rules.raise(rule);
        record(rule, person, 'rule-raised');
      });
      return store.rules.of(rule.workspaceId).map(view);
    },
  };
};
export type RulesService = ReturnType<typeof createRulesService>;
