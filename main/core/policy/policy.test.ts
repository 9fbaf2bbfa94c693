import { describe, expect, it } from 'vitest';
import { standardAuthority } from './authority.fixture.ts';
import { callHash } from './call-hash.ts';
import { decide, type ProposedCall } from './decide.ts';

const clean = { untrusted: false, secret: false };
const noFlows = { untrustedSource: false, secretSource: false, publicSink: false };
const call = (c: Partial<ProposedCall>): ProposedCall => ({
  tool: 't',
  tier: 'read',
  flows: noFlows,
  taint: clean,
  workspace: 'home',
  ...c,
});

describe('decide', () => {
  it.each([
    ['a read', call({ tier: 'read' }), 'allow', 'tier-read'],
    ['a write inside the workspace', call({ tier: 'write' }), 'allow', 'tier-write-in-workspace'],
    ['anything external', call({ tier: 'external' }), 'ask', 'tier-external'],
    [
      'anything external after outside text',
      call({ tier: 'external', taint: { untrusted: true, secret: false } }),
      'ask',
      'tier-external-tainted',
    ],
    ['a fetch by a clean session', call({ flows: { ...noFlows, untrustedSource: true, publicSink: true } }), 'allow', 'tier-read'],
    [
      'a fetch after outside text, without secrets',
      call({ flows: { ...noFlows, publicSink: true }, taint: { untrusted: true, secret: false } }),
      'allow',
      'tier-read',
    ],
    [
      'a fetch after private data, without outside text',
      call({ flows: { ...noFlows, untrustedSource: true, publicSink: true }, taint: { untrusted: false, secret: true } }),
      'allow',
      'tier-read',
    ],
    [
      'a way out that reads private data itself, after outside text',
      call({ flows: { ...noFlows, secretSource: true, publicSink: true }, taint: { untrusted: true, secret: false } }),
      'ask',
      'flow-untrusted-secret-sink',
    ],
    [
      'a read of files after outside text',
      call({ flows: { ...noFlows, secretSource: true }, taint: { untrusted: true, secret: true } }),
      'allow',
      'tier-read',
    ],
    [
      'a fetch after outside text and private data',
      call({ flows: { ...noFlows, publicSink: true }, taint: { untrusted: true, secret: true } }),
      'ask',
      'flow-untrusted-secret-sink',
    ],
    ['words to people who asked', call({ tier: 'write', flows: { ...noFlows, publicSink: true } }), 'allow', 'tier-write-in-workspace'],
    [
      'words to people who asked, after private data alone',
      call({ tier: 'write', flows: { ...noFlows, publicSink: true }, taint: { untrusted: false, secret: true } }),
      'allow',
      'tier-write-in-workspace',
    ],
    [
      'words to people who asked, after outside text and private data',
      call({ tier: 'write', flows: { ...noFlows, publicSink: true }, taint: { untrusted: true, secret: true } }),
      'ask',
      'flow-untrusted-secret-sink',
    ],
    [
      'words to people who asked for nothing',
      call({ tier: 'write', flows: { ...noFlows, publicSink: true }, isUnasked: true }),
      'ask',
      'unasked',
    ],
    [
      'the first word to a stranger',
      call({ tier: 'write', flows: { ...noFlows, publicSink: true }, isFirstWord: true }),
      'ask',
      'first-word',
    ],
    ['a change of a folder that others see', call({ tier: 'write', changesShared: true }), 'allow', 'tier-write-in-workspace'],
    [
      'a change of a folder that others see, after outside text',
      call({ tier: 'write', changesShared: true, taint: { untrusted: true, secret: false } }),
      'ask',
      'shared-tainted',
    ],
    [
      'a change of a folder that others see, by what brings outside text itself',
      call({ tier: 'write', changesShared: true, flows: { untrustedSource: true, secretSource: false, publicSink: false } }),
      'ask',
      'shared-tainted',
    ],
    ['words to the owner alone', call({ tier: 'write', taint: { untrusted: true, secret: true } }), 'allow', 'tier-write-in-workspace'],
  ] as const)('%s', (_, proposed, verdict, rule) => {
    expect(decide(proposed, standardAuthority)).toMatchObject({ verdict, rule });
  });
});

const flagged = { code: 'ask-deputy', params: { words: 'no' } };

it.each([
  ['a read', call({ flagged })],
  ['a command', call({ tool: 'run', tier: 'write', flagged })],
])('asks about %s that the Deputy flagged, with what it said', (_, proposed) => {
  expect(decide(proposed, standardAuthority)).toEqual({ verdict: 'ask', rule: 'deputy', reason: flagged });
});

describe('decide, over everything it looks at', () => {
  const bits = (n: number): ProposedCall => {
    const bit = (i: number): boolean => ((n >> i) & 1) === 1;
    return call({
      tier: (['read', 'write', 'external'] as const)[Math.floor(n / 512) % 3] ?? 'external',
      flows: { untrustedSource: bit(0), secretSource: bit(1), publicSink: bit(2) },
      taint: { untrusted: bit(3), secret: bit(4) },
      isFirstWord: bit(5),
      isUnasked: bit(6),
      changesShared: bit(7),
      ...(bit(8) ? { flagged } : {}),
    });
  };
  it('never allows more for one thing more that speaks against a call', () => {
    for (let n = 0; n < 512 * 3; n++)
      for (let i = 0; i < 9; i++)
        if (decide(bits(n), standardAuthority).verdict === 'ask')
          expect(decide(bits(n | (1 << i)), standardAuthority).verdict, `${n} with bit ${i}`).toBe('ask');
  });
});

describe('callHash', () => {
  const base = { tool: 'send_message', input: { text: 'hi', chat: 'Bob' }, workspaceId: 'w', turnId: 't', callId: 'c' };
  it('does not depend on the order of keys', () => {
    expect(callHash({ ...base, input: { chat: 'Bob', text: 'hi' } })).toBe(callHash(base));
  });
  it.each([{ tool: 'x' }, { input: { text: 'hi', chat: 'Eve' } }, { workspaceId: 'v' }, { turnId: 'u' }, { callId: 'd' }])(
    'changes with %j',
    (change) => {
      expect(callHash({ ...base, ...change })).not.toBe(callHash(base));
    },
  );
});
