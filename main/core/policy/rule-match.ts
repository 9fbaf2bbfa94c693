import type { Rule, RuleBody, RuleCondition } from '#contract/model/rule.ts';
import type { JsonObject } from '#contract/model/transcript.ts';

/** What conditions look at: validated input, and what the host made of it. */
export interface RuleFacts {
  readonly input: JsonObject;
  /** `input.path` in the workspace with links followed, without a leading slash; null when there is none or it leads out. */
  readonly path: string | null;
  readonly taskId: string | null;
  readonly now: number;
}

/** The first rule that speaks about this call. `allowedLately` is how many calls a rule has allowed in the last hour. */
export const firstMatch = (
  rules: readonly Rule[],
  call: { readonly tool: string } & RuleFacts,
  allowedLately: (ruleId: string) => number,
): Rule | null => rules.find((rule) => matches(rule, call, () => allowedLately(rule.id))) ?? null;

const matches = (rule: RuleBody & Pick<Rule, 'taskId'>, call: { readonly tool: string } & RuleFacts, used: () => number): boolean =>
  (rule.tool === '*' || rule.tool === call.tool) &&
  (rule.taskId === null || rule.taskId === call.taskId) &&
  rule.conditions.every((condition) =>
    // Where nobody can say what a path is, it is in every folder that is forbidden, and in no other.
    condition.is === 'path-under' && call.path === null && typeof call.input.path === 'string'
      ? rule.decision === 'deny'
      : holds(condition, call, used),
  );

const holds = (condition: RuleCondition, facts: RuleFacts, used: () => number): boolean => {
  switch (condition.is) {
    case 'path-under':
      return facts.path !== null && isUnder(facts.path, condition.folder);
    case 'host-in':
      return condition.hosts.some((host) => isHost(hostOf(facts.input.url), host));
    case 'chat-in':
      return condition.chats.some(({ id }) => id === facts.input.chatId);
    case 'field-in':
      return condition.values.some((value) => value === ownField(facts.input, condition.field));
    case 'amount-at-most': {
      const amount = ownField(facts.input, condition.field);
      return typeof amount === 'number' && amount >= 0 && amount <= condition.most;
    }
    case 'hours':
      return isWithin(minutesAt(facts.now, condition.zone), minutes(condition.from), minutes(condition.to));
    case 'rate':
      return used() < condition.most;
    default:
      return condition satisfies never;
  }
};

const ownField = (input: JsonObject, field: string): unknown => (Object.hasOwn(input, field) ? input[field] : undefined);

const parts = (path: string): string[] => path.split('/').filter((part) => part !== '' && part !== '.');
/** By whole names, so `notes` is not `notes-of-others`; a folder with `..` in it holds nothing. */
const isUnder = (path: string, folder: string): boolean => {
  const [inside, above] = [parts(path), parts(folder)];
  if (inside.includes('..') || above.includes('..')) return false;
  return above.every((part, i) => inside[i] === part);
};

const hostOf = (url: unknown): string | null => {
  const parsed = typeof url === 'string' ? URL.parse(url) : null;
  // A dot at the end is the same host.
  return parsed && (parsed.protocol === 'https:' || parsed.protocol === 'http:') ? parsed.hostname.replace(/\.+$/, '') : null;
};
const isHost = (host: string | null, entry: string): boolean =>
  host !== null && (entry.startsWith('*.') ? host.endsWith(entry.slice(1).toLowerCase()) : host === entry.toLowerCase());

const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const minutesAt = (now: number, zone: string): number => {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return minutes(clock.format(now));
};
const isWithin = (at: number, from: number, to: number): boolean => (from <= to ? at >= from && at < to : at >= from || at < to);
