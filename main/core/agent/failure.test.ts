import { expect, it } from 'vitest';
import { endingFailures, passingFailures } from '#contract/model/passing-failures.ts';
import { modelErrorCodes } from '#plugin-api';
import { failureKind } from './failure.ts';

it('does with each failure what the window says before a message is sent', () => {
  for (const code of modelErrorCodes) {
    expect([code, passingFailures.has(code)]).toEqual([code, failureKind(code) === 'again']);
    expect([code, endingFailures.has(code)]).toEqual([code, failureKind(code) === 'end']);
  }
});
