import { expect, test } from 'vitest';
import { decide } from './decide.ts';
import { requestFor } from './test-request.ts';

const text = (value: string) => ({ type: 'text' as const, text: value });
const label = text('[Olga · 2026-11-22 16:19 Europe/Berlin]');
const file = text(
  '[Attached file: uploads/Receipt (March).pdf (application/pdf, 16 bytes). It lies in the workspace; you are told its path.]',
);
const picture = text('[Attached file: uploads/a.png (image/png, 16 bytes). It lies in the workspace.]');
const blind = text('[This picture is not shown to you: I cannot see pictures with this model. It is saved as uploads/a.png.]');
const missing = text('[A voice message came with this message and could not be fetched: you do not have it.]');
const answerTo = (...blocks: { type: 'text'; text: string }[]) =>
  decide(requestFor([{ role: 'user', blocks }]), new Date('2026-11-22T16:19:00Z'));

test('a file without a word is confirmed with its path', () => {
  expect(answerTo(label, file)).toMatchObject({ kind: 'say', text: expect.stringContaining('workspace: uploads/Receipt (March).pdf.') });
  expect(answerTo(label, missing)).toMatchObject({ kind: 'say', text: expect.stringContaining('could not be fetched') });
});

test('with words only the words count, and no line about a file is taken for a sentence', () => {
  expect(answerTo(label, text('Hello'), file, blind)).toMatchObject({ kind: 'say', text: expect.stringMatching(/^Hello\./) });
  expect(answerTo(label, file, label, text('Hello'))).toMatchObject({ kind: 'say', text: expect.stringMatching(/^Hello\./) });
});

test('a picture that came with words is named, as one that was not looked at', () => {
  const unseen = /^Hello\.[\s\S]*I did not look at uploads\/a\.png: fixed rules cannot see pictures or listen\./;
  expect(answerTo(label, text('Hello'), picture, blind)).toMatchObject({ text: expect.stringMatching(unseen) });
  expect(answerTo(label, text('Hello'), picture, blind, label, text('Hello'))).toMatchObject({ text: expect.not.stringMatching(unseen) });
  expect(answerTo(label, text('Hello'), file)).toMatchObject({ text: expect.not.stringContaining('did not look') });
});
