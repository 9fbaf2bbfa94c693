/** Failures of a model call that time may mend: the call is made again, and what nobody can answer waits until then. */
export const passingFailures: ReadonlySet<string> = new Set([
  'dns',
  'refused',
  'rate-limited',
  'server-error',
  'no-answer',
  'stream-cut',
  'overloaded',
  'unreachable',
]);
/** Those that no other account and no wait would change: the turn fails. */
export const endingFailures: ReadonlySet<string> = new Set([
  'model-not-found',
  'path-not-found',
  'not-an-api',
  'not-json',
  'too-large',
  'bad-request',
  'aborted',
]);
