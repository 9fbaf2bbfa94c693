import { RuleBody } from '#contract/model/rule.ts';
import { renderReason } from '#contract/text/render.ts';
import { ruleFaults } from '#contract/text/rule-faults.ts';
import type { RuleView, Trial } from '#contract/ui/domains/rules.ts';
import { type CliCommand, need, show, text, UsageError } from '../command.ts';
import { withHost } from '../connection.ts';

const lineOf = (rule: RuleView): string =>
  `${rule.id}  ${rule.text}  (${rule.madeBy}, ${new Date(rule.madeAt).toISOString().slice(0, 10)})`;
const verdicts = { allow: 'Allowed', ask: 'Asks you', deny: 'Denied' } as const;
const trialLines = (trial: Trial): string[] => [
  `${verdicts[trial.verdict]}: ${renderReason(trial.why)}`,
  ...(trial.ruleText === null ? [] : [`Decided by the rule: ${trial.ruleText}`]),
];
const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    throw new UsageError(`This is not JSON: ${json.slice(0, 80)}`);
  }
};
const inputOf = (json: string): Parameters<RuleTry>[0]['input'] => {
  const value = parsed(json);
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new UsageError('INPUT has to be an object, such as {"path":"a.txt"}.');
  return value as Parameters<RuleTry>[0]['input'];
};
type RuleTry = Parameters<Parameters<typeof withHost>[1]>[0]['rules']['try'];
const ruleFrom = (json: string): RuleBody => {
  const value = parsed(json);
  const rule = RuleBody.safeParse(value);
  if (rule.success) return rule.data;
  throw new UsageError(`This is not a rule. ${ruleFaults(value, rule.error.issues).join(' ')}`);
};

export const rules: CliCommand = {
  name: 'rules',
  usage: 'rules list|add RULE|remove ID|raise ID|try TOOL INPUT',
  summary:
    'Rules of a workspace, the first that fits wins: [--workspace NAME]; RULE as JSON {"tool","conditions":[…],"decision":"allow|ask|deny"}; "try" says what would become of a call [--outside-text] [--private-data]',
  options: { workspace: { type: 'string' }, 'outside-text': { type: 'boolean' }, 'private-data': { type: 'boolean' } },
  run: (call) =>
    withHost(call.env.home, async (host) => {
      const { env } = call;
      const [verb = 'list', first, second] = call.positionals;
      const workspace = text(call, 'workspace') ?? 'home';
      switch (verb) {
        case 'list': {
          const list = await host.rules.list({ workspace });
          show(env, list, () => (list.length === 0 ? [`There are no rules in ${workspace}.`] : list.map(lineOf)));
          return 0;
        }
        case 'add': {
          const made = await host.rules.add({ workspace, rule: ruleFrom(need(first, 'RULE')) });
          show(env, made, () => [lineOf(made)]);
          return 0;
        }
        case 'remove': {
          show(env, await host.rules.remove({ id: need(first, 'ID') }), () => ['Removed.']);
          return 0;
        }
        case 'raise': {
          const list = await host.rules.raise({ id: need(first, 'ID') });
          show(env, list, () => list.map(lineOf));
          return 0;
        }
        case 'try': {
          const met = { outsideText: call.values['outside-text'] === true, privateData: call.values['private-data'] === true };
          const trial = await host.rules.try({ workspace, tool: need(first, 'TOOL'), input: inputOf(need(second, 'INPUT')), ...met });
          show(env, trial, () => trialLines(trial));
          return 0;
        }
        default:
          throw new UsageError(`There is no "rules ${verb}".`);
      }
    }),
};
