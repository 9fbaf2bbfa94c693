import { expect, test } from 'vitest';
import { unknownSentence } from '../../../plugins/practice/decide.ts';
import { practiceOffers } from './practice-offers.ts';

test('the six sentences of the unknown answer are found in it, as Practice says it today, without marks', () => {
  expect(practiceOffers(unknownSentence)).toEqual([
    'What did I spend in March?',
    'Tidy the downloads',
    'Remind me in one minute',
    'Tell Bob my total',
    'Show my todos',
    'Run ls samples',
  ]);
});

test('any other answer offers nothing', () => {
  expect(practiceOffers('193.14 EUR · in five receipts')).toBeNull();
});
