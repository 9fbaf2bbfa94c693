import { describe, expect, it } from 'vitest';
import { type Profile, readyMadeProfiles } from '#contract/model/profile.ts';
import type { Rule, RuleCondition } from '#contract/model/rule.ts';
import { authorityOf, ruleOf } from './authority.fixture.ts';
import { decide, type ProposedCall } from './decide.ts';
import { firstMatch, type RuleFacts } from './rule-match.ts';

const noFlows = { untrustedSource: false, secretSource: false, publicSink: false };
const noon = Date.UTC(2026, 10, 22, 12, 0);
const facts = (f: Partial<RuleFacts> = {}): RuleFacts => ({ input: {}, path: null, taskId: null, now: noon, ...f });
const call = (c: Partial<ProposedCall> = {}): ProposedCall => ({
  tool: 't',
  tier: 'external',
  flows: noFlows,
  taint: { untrusted: false, secret: false },
  workspace: 'home',
  facts: facts(),
  ...c,
});
const open: Profile = { ...readyMadeProfiles.standard, outside: 'rules' };
const { standard, trusted, locked } = readyMadeProfiles;

describe('a condition', () => {
  const chats = [{ id: 'chat_1', name: 'Ann' }];
  it.each<[string, RuleCondition, Partial<RuleFacts>, boolean]>([
    ['a file in the folder', { is: 'path-under', folder: 'notes' }, { path: 'notes/a.md' }, true],
    ['the folder itself', { is: 'path-under', folder: 'notes' }, { path: 'notes' }, true],
    ['a folder whose name only begins so', { is: 'path-under', folder: 'notes' }, { path: 'notes-private/a.md' }, false],
    ['a path that leads out', { is: 'path-under', folder: 'notes' }, { path: null }, false],
    ['a path that still has .. in it', { is: 'path-under', folder: 'notes' }, { path: 'notes/../keys' }, false],
    ['a folder of a rule with .. in it', { is: 'path-under', folder: 'notes/..' }, { path: 'keys' }, false],
    ['any file, for the whole workspace', { is: 'path-under', folder: '' }, { path: 'x' }, true],
    ['a host of the list', { is: 'host-in', hosts: ['example.org'] }, { input: { url: 'https://example.org/a' } }, true],
    ['a host that ends the same', { is: 'host-in', hosts: ['example.org'] }, { input: { url: 'https://evil-example.org' } }, false],
    ['a host below', { is: 'host-in', hosts: ['*.example.org'] }, { input: { url: 'https://a.example.org' } }, true],
    ['the name of a host as user', { is: 'host-in', hosts: ['example.org'] }, { input: { url: 'https://example.org@evil.net' } }, false],
    ['another scheme', { is: 'host-in', hosts: ['example.org'] }, { input: { url: 'ftp://example.org' } }, false],
    ['a host with a dot at its end', { is: 'host-in', hosts: ['example.org'] }, { input: { url: 'https://example.org./' } }, true],
    ['no address at all', { is: 'host-in', hosts: ['example.org'] }, { input: { url: 7 } }, false],
    ['a chat of the list', { is: 'chat-in', chats }, { input: { chatId: 'chat_1', chat: 'Bob' } }, true],
    ['another chat with that name', { is: 'chat-in', chats }, { input: { chatId: 'chat_2', chat: 'Ann' } }, false],
    ['the own calendar', { is: 'field-in', field: 'calendar', values: ['mine'] }, { input: { calendar: 'mine' } }, true],
    ['another calendar', { is: 'field-in', field: 'calendar', values: ['mine'] }, { input: { calendar: 'theirs' } }, false],
    ['a field that only prototypes have', { is: 'field-in', field: 'constructor', values: ['x'] }, { input: {} }, false],
    ['an amount below', { is: 'amount-at-most', field: 'amount', most: 20 }, { input: { amount: 20 } }, true],
    ['an amount above', { is: 'amount-at-most', field: 'amount', most: 20 }, { input: { amount: 20.01 } }, false],
    ['an amount below nothing', { is: 'amount-at-most', field: 'amount', most: 20 }, { input: { amount: -1 } }, false],
    ['an amount as text', { is: 'amount-at-most', field: 'amount', most: 20 }, { input: { amount: '5' } }, false],
    ['no amount', { is: 'amount-at-most', field: 'amount', most: 20 }, { input: { amount: Number.NaN } }, false],
    ['hours by the clock of a zone', { is: 'hours', from: '12:30', to: '13:30', zone: 'Europe/Berlin' }, {}, true],
    ['the same hours elsewhere', { is: 'hours', from: '12:30', to: '13:30', zone: 'UTC' }, {}, false],
    ['hours over midnight', { is: 'hours', from: '22:00', to: '13:00', zone: 'UTC' }, {}, true],
    ['the minute at which it ends', { is: 'hours', from: '08:00', to: '12:00', zone: 'UTC' }, {}, false],
  ])('%s', (_, condition, has, expected) => {
    const rule = ruleOf('r', { conditions: [condition] });
    expect(firstMatch([rule], { tool: 't', ...facts(has) }, () => 0) !== null).toBe(expected);
  });

  it.each([
    ['allow', false],
    ['ask', false],
    ['deny', true],
  ] as const)('about a folder is closed for a path that nobody can resolve: %s', (decision, expected) => {
    const rule = ruleOf('r', { decision, conditions: [{ is: 'path-under', folder: 'taxes' }] });
    expect(firstMatch([rule], { tool: 't', ...facts({ input: { path: 'link' } }) }, () => 0) !== null).toBe(expected);
    expect(firstMatch([rule], { tool: 't', ...facts() }, () => 0)).toBeNull();
  });
  it.each([
    ['https://evil.org/x', true],
    ['evil.org/x', false],
    ['evil.org:8080/x', false],
    [' evil.org', false],
    ['//evil.org', false],
    ['HTTPS://EVIL.ORG./', true],
    ['https:evil.org', true],
    ['https://\uFF45vil.org', true],
    ['https://a:b@evil.org:444', true],
    ['ftp://EVIL.org/x', false],
    ['http://', false],
    ['https://[evil.org', false],
  ])('about a host cannot be walked around by the way in which its address is written: %s', (url, isWeb) => {
    const about = (decision: Rule['decision']): Rule => ruleOf('r', { decision, conditions: [{ is: 'host-in', hosts: ['evil.org'] }] });
    const isMet = (decision: Rule['decision']): boolean =>
      firstMatch([about(decision)], { tool: 't', ...facts({ input: { url } }) }, () => 0) !== null;
    expect({ denied: isMet('deny'), allowed: isMet('allow') }).toEqual({ denied: true, allowed: isWeb });
  });
  it('knows a host that is a number with a colon in it', () => {
    const rule = ruleOf('r', { conditions: [{ is: 'host-in', hosts: ['2001:db8::1'] }] });
    expect(firstMatch([rule], { tool: 't', ...facts({ input: { url: 'http://[2001:DB8:0::1]:80/' } }) }, () => 0)?.id).toBe('r');
  });
  it('counts what the rule has allowed in the last hour', () => {
    const rule = ruleOf('r', { conditions: [{ is: 'rate', most: 3 }] });
    expect([2, 3].map((used) => firstMatch([rule], { tool: 't', ...facts() }, () => used)?.id)).toEqual(['r', undefined]);
  });
  it('matches only when all of them hold', () => {
    const rule = ruleOf('r', {
      conditions: [
        { is: 'path-under', folder: 'a' },
        { is: 'rate', most: 1 },
      ],
    });
    expect(firstMatch([rule], { tool: 't', ...facts({ path: 'a/b' }) }, () => 1)).toBeNull();
  });
  it('bound to a task is for turns of that task alone', () => {
    const rule = ruleOf('r', { taskId: 'task_1' });
    expect(['task_1', 'task_2', null].map((taskId) => firstMatch([rule], { tool: 't', ...facts({ taskId }) }, () => 0)?.id)).toEqual([
      'r',
      undefined,
      undefined,
    ]);
  });
});

describe('decide, with rules', () => {
  it('asks for a call that gets secrets, whatever tier the profile gives its tool', () => {
    const loosened = authorityOf({ ...open, tiers: { t: 'write' } });
    expect(decide(call(), loosened)).toMatchObject({ verdict: 'allow' });
    expect(decide(call({ carriesSecrets: true }), loosened)).toMatchObject({ verdict: 'ask', rule: 'tier-external' });
    expect(decide(call({ carriesSecrets: true, tier: 'write' }), loosened)).toMatchObject({ verdict: 'allow' });
  });

  const allow = ruleOf('a');
  const deny = ruleOf('d', { decision: 'deny' });
  const ask = ruleOf('q', { decision: 'ask' });
  const sink = { ...noFlows, publicSink: true };
  const untrusted = { untrusted: true, secret: false };
  it.each<[string, Profile, Rule[], ProposedCall, string, string]>([
    ['the first one that matches wins', open, [allow, deny], call(), 'allow', 'rule:a'],
    ['the first one that matches wins, the other way round', open, [deny, allow], call(), 'deny', 'rule:d'],
    ['one about another tool is not asked', open, [ruleOf('x', { tool: 'other' })], call(), 'ask', 'tier-external'],
    ['one about all tools is asked', open, [ruleOf('x', { tool: '*', decision: 'deny' })], call({ tier: 'read' }), 'deny', 'rule:x'],
    ['a write that a rule asks about', standard, [ask], call({ tier: 'write' }), 'ask', 'rule:q'],
    ['a write that a rule forbids', standard, [deny], call({ tier: 'write' }), 'deny', 'rule:d'],
    ['a write that a rule allows names its rule', standard, [allow], call({ tier: 'write' }), 'allow', 'rule:a'],
    ['standard lets no rule allow what is external', standard, [allow], call(), 'ask', 'tier-external'],
    ['trusted lets rules allow what only the owner reads', trusted, [allow], call(), 'allow', 'rule:a'],
    ['trusted does not let rules allow what others read', trusted, [allow], call({ flows: sink }), 'ask', 'tier-external'],
    ['a profile that lets rules decide', open, [allow], call({ flows: sink }), 'allow', 'rule:a'],
    [
      'outside text for others is asked about all the same',
      open,
      [allow],
      call({ flows: sink, taint: untrusted }),
      'ask',
      'tier-external-tainted',
    ],
    ['outside text into a chat of the owner', open, [allow], call({ taint: untrusted }), 'allow', 'rule:a'],
    [
      'no rule lifts outside text with private data on its way out',
      open,
      [allow],
      call({ tier: 'write', flows: sink, taint: { untrusted: true, secret: true } }),
      'ask',
      'flow-untrusted-secret-sink',
    ],
    ['no rule lifts the first word to a stranger', open, [allow], call({ isFirstWord: true }), 'ask', 'first-word'],
    ['no rule lifts what nobody asked for', open, [allow], call({ isUnasked: true }), 'ask', 'unasked'],
    ['a rule may forbid even that', open, [deny], call({ isFirstWord: true }), 'deny', 'rule:d'],
    ['no rule brings back a tool that the profile leaves out', locked, [allow], call(), 'deny', 'profile-no-tool'],
    [
      'the tool of a plugin that the profile leaves out',
      { ...open, plugins: { which: 'only', names: [] } },
      [allow],
      call({ pluginId: 'mail' }),
      'deny',
      'profile-no-tool',
    ],
    [
      'a read that the profile makes external',
      { ...standard, tiers: { t: 'external' } },
      [],
      call({ tier: 'read' }),
      'ask',
      'tier-external',
    ],
    ['what is external, loosened by the profile', { ...standard, tiers: { t: 'write' } }, [], call(), 'allow', 'tier-write-in-workspace'],
    [
      'loosened, with outside text and private data',
      { ...standard, tiers: { t: 'write' } },
      [],
      call({ flows: sink, taint: { untrusted: true, secret: true } }),
      'ask',
      'flow-untrusted-secret-sink',
    ],
    [
      'the answer of a turn is no tool',
      locked,
      [ruleOf('x', { tool: '*', decision: 'deny' })],
      call({ tool: 'reply', tier: 'write' }),
      'allow',
      'tier-write-in-workspace',
    ],
    ['a tool of a plugin that calls itself reply is one', locked, [], call({ tool: 'reply', pluginId: 'evil' }), 'deny', 'profile-no-tool'],
  ])('%s', (_, profile, rules, proposed, verdict, rule) => {
    expect(decide(proposed, authorityOf(profile, rules))).toMatchObject({ verdict, rule });
  });
});
