import type { RuleBody, RuleCondition } from '#contract/model/rule.ts';
import type { ToolView } from '#contract/ui/domains/profiles.ts';

type Kind = ToolView['fields'][number]['kind'];

/** What a field of that kind holds when a person means what they typed: a rule compares exactly, so "5" is not 5. */
const meant = (kind: Kind | undefined, value: string | number | boolean): string | number | boolean => {
  if (typeof value !== 'string') return value;
  const typed = value.trim();
  if (kind === 'number' && typed !== '' && !Number.isNaN(Number(typed))) return Number(typed);
  if (kind === 'yes-no' && /^(true|yes|false|no)$/i.test(typed)) return /^(true|yes)$/i.test(typed);
  return value;
};

/** A rule as it is saved from what stands in its form. */
export const finishedRule = (rule: RuleBody, tools: readonly ToolView[]): RuleBody => {
  const kindOf = (field: string): Kind | undefined =>
    tools.find(({ name }) => name === rule.tool)?.fields.find(({ name }) => name === field)?.kind;
  const finished = (condition: RuleCondition): RuleCondition => {
    if (condition.is === 'host-in') return { ...condition, hosts: condition.hosts.filter((host) => host !== '') };
    if (condition.is === 'field-in')
      return { ...condition, values: condition.values.map((value) => meant(kindOf(condition.field), value)) };
    return condition;
  };
  return { ...rule, conditions: rule.conditions.map(finished) };
};
