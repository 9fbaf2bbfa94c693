export type EgressCode =
  | 'bad-url'
  | 'not-allowed'
  | 'not-public'
  | 'port-closed'
  | 'dns'
  | 'bad-redirect'
  | 'too-many-redirects'
  | 'redirect-not-allowed'
  | 'too-large'
  | 'bad-encoding'
  | 'secret-not-for-host'
  | 'unreachable'
  | 'timeout';

/** Why a request was not made or broke. The message is a sentence and never quotes a server. */
export class EgressError extends Error {
  readonly code: EgressCode;
  constructor(code: EgressCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'EgressError';
    this.code = code;
  }
}
