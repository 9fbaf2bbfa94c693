import type { RuleBody, RuleCondition } from '#contract/model/rule.ts';
import type { JsonObject } from '#contract/model/transcript.ts';
import { hostOf } from './rule-match.ts';

const charsMost = 4_000;

/**
 * The narrowest rule of use that allows calls like this one: the same chat, the same file, the same host, the same command; what is
 * said there may differ. Null when the call holds more than conditions can name.
 */
export const ruleFromCall = (call: { tool: string; input: JsonObject; path: string | null }): RuleBody | null => {
  const { tool, input, path } = call;
  if (typeof input.chatId === 'string' && typeof input.chat === 'string') {
    const chat: RuleCondition = { is: 'chat-in', chats: [{ id: input.chatId, name: input.chat }] };
    return allow(tool, typeof input.path === 'string' ? [chat, { is: 'field-in', field: 'path', values: [input.path] }] : [chat]);
  }
  if (typeof input.path === 'string') return path === null ? null : allow(tool, [{ is: 'path-under', folder: path }]);
  if (typeof input.url === 'string') {
    const host = hostOf(input.url);
    return host ? allow(tool, [{ is: 'host-in', hosts: [host] }]) : null;
  }
  return allOf(tool, input);
};

const allow = (tool: string, conditions: RuleCondition[]): RuleBody => ({ tool, conditions, decision: 'allow' });

// Everything that was given has to be the same again.
const allOf = (tool: string, input: JsonObject): RuleBody | null => {
  const conditions: RuleCondition[] = [];
  for (const [field, value] of Object.entries(input)) {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return null;
    if (!/^[a-z][a-z0-9_]{0,59}$/i.test(field) || String(value).length > charsMost) return null;
    conditions.push({ is: 'field-in', field, values: [value] });
  }
  return conditions.length > 10 ? null : allow(tool, conditions);
};
