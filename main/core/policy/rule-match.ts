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
  rule.conditions.every((condition) => {
    const place = { path: call.path, host: rule.decision === 'allow' ? hostOf(call.input.url) : hostMeant(call.input.url) };
    // Where nobody can say what a path or an address is, it is among all that are forbidden, and among no others.
    return isUnclear(condition, call.input, place) ? rule.decision === 'deny' : holds(condition, { ...call, ...place }, used);
  });

interface Place {
  readonly path: string | null;
  readonly host: string | null;
}
const isUnclear = ({ is }: RuleCondition, { path, url }: JsonObject, place: Place): boolean =>
  (is === 'path-under' && place.path === null && typeof path === 'string') ||
  (is === 'host-in' && place.host === null && typeof url === 'string');

const holds = (condition: RuleCondition, facts: RuleFacts & Place, used: () => number): boolean => {
  switch (condition.is) {
    case 'path-under':
      return facts.path !== null && isUnder(facts.path, condition.folder);
    case 'host-in':
      return condition.hosts.some((host) => isHost(facts.host, host));
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

/** The host of a web address; null for everything else. */
export const hostOf = (url: unknown): string | null => {
  const parsed = typeof url === 'string' ? URL.parse(url) : null;
  return parsed && (parsed.protocol === 'https:' || parsed.protocol === 'http:') ? plainHost(parsed) : null;
};
const hasScheme = /^\s*[a-z][a-z0-9+.-]*:\/\//i;
/** Also of what a tool may take for one: `example.org/a`, `example.org:8080`, another scheme. */
const hostMeant = (url: unknown): string | null => {
  if (typeof url !== 'string') return null;
  const parsed = URL.parse(url);
  const meant = parsed?.hostname || hasScheme.test(url) ? parsed : URL.parse(`https://${url.trim()}`);
  return meant?.hostname ? plainHost(meant) : null;
};
// A dot at the end is the same host, and numbers stand in a rule without brackets.
const plainHost = ({ hostname }: URL): string =>
  hostname
    .toLowerCase()
    .replace(/\.+$/, '')
    .replace(/^\[|\]$/g, '');
const isHost = (host: string | null, entry: string): boolean =>
  host !== null && (entry.startsWith('*.') ? host.endsWith(entry.slice(1).toLowerCase()) : host === entry.toLowerCase());

const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const minutesAt = (now: number, zone: string): number => {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return minutes(clock.format(now));
};
const isWithin = (at: number, from: number, to: number): boolean => (from <= to ? at >= from && at < to : at >= from || at < to);
