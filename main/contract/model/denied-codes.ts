/** Reasons of a call that somebody, or the time, refused: it did not fail, it was not done. */
export const deniedCodes: ReadonlySet<string> = new Set([
  'denied',
  'approval-expired',
  'question-denied',
  'question-expired',
  'hook-denied',
]);
