import type { Rule, RuleCondition } from '../model/rule.ts';
import { visible } from './visible.ts';

const verbs = { allow: 'Allow', ask: 'Ask before', deny: 'Never allow' } as const;
// Escaped, so that no name can end its own quotes and go on as the rule.
const quoted = (value: string | number | boolean): string => (typeof value === 'string' ? visible(JSON.stringify(value)) : String(value));
const anyOf = (values: readonly (string | number | boolean)[]): string => values.map(quoted).join(' or ');

const conditionText = (condition: RuleCondition): string => {
  switch (condition.is) {
    case 'path-under':
      return condition.folder === '' ? 'on files of this workspace' : `on ${quoted(condition.folder)} and what is in it`;
    case 'host-in':
      return `at ${anyOf(condition.hosts)}`;
    case 'chat-in':
      return `into the chat ${anyOf(condition.chats.map(({ name }) => name))}`;
    case 'field-in':
      return `with ${condition.field} exactly ${anyOf(condition.values)}`;
    case 'amount-at-most':
      return `with ${condition.field} of at most ${condition.most}`;
    case 'hours':
      return `from ${condition.from} to ${condition.to} (${condition.zone})`;
    case 'rate':
      return `at most ${condition.most} ${condition.most === 1 ? 'time' : 'times'} in an hour`;
    default:
      return condition satisfies never;
  }
};

/** A rule as a sentence: the same before it is stored and afterwards. `task` is what the task is called, where it is bound to one. */
export const ruleText = (rule: Pick<Rule, 'tool' | 'conditions' | 'decision'>, task: string | null): string =>
  [
    `${verbs[rule.decision]} ${rule.tool === '*' ? 'every tool' : rule.tool}`,
    ...rule.conditions.map(conditionText),
    ...(task === null ? [] : [`in the task ${quoted(task)}`]),
  ]
    .join(', ')
    .concat('.');
