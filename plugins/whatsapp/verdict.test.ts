import { expect, it } from 'vitest';
import { pairingReasonOf, verdictOf } from './verdict.ts';

it.each([
  [515, null, 'again-now'],
  [440, null, 'stop'],
  [401, null, 'ended'],
  [411, null, 'ended'],
  [403, null, 'stop'],
  [405, null, 'retry'],
  [428, null, 'retry'],
  [408, 'ECONNREFUSED', 'retry'],
  [500, null, 'retry'],
  [503, null, 'retry'],
  [null, 'link-refused', 'retry'],
  [null, null, 'retry'],
])('decides once and for all what follows %s %s', (status, detail, kind) => {
  expect(verdictOf({ status, detail }).kind).toBe(kind);
});

it('never says that it goes on by itself when a pairing has ended', () => {
  for (const status of [403, 405, 408, 428, 500, 503, null])
    for (const detail of [null, 'ENOTFOUND', 'link-refused', 'link-no-answer'])
      expect(pairingReasonOf({ status, detail })).toMatch(/^pairing-/);
});
