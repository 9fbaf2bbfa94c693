/** Reasons of a call that somebody, or the time, refused: it did not fail, it was not done. */
export const deniedCodes: ReadonlySet<string> = new Set([
  'denied',
  'approval-expired',
  'question-denied',
  'question-expired',
  'secret-ask-denied',
  'secret-ask-expired',
  'hook-denied',
  'denied-by-rule',
  'denied-no-such-tool',
]);
