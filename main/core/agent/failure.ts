import type { ModelErrorCode } from '#plugin-api';

/**
 * What a failed call leads to (design: one owner per retry).
 * again: the same account, later · next: another account of the order, this one needs a person · end: the turn fails, since
 * no account or wait would change it · shrink: compact and try once more.
 */
export const failureKind = (code: ModelErrorCode): 'again' | 'next' | 'end' | 'shrink' => {
  switch (code) {
    case 'dns':
    case 'refused':
    case 'rate-limited':
    case 'server-error':
    case 'no-answer':
    case 'stream-cut':
    case 'overloaded':
    case 'unreachable':
      return 'again';
    case 'tls':
    case 'key-rejected':
    case 'payment':
    case 'model-forbidden':
    case 'vault-locked':
      return 'next';
    case 'context-full':
      return 'shrink';
    case 'model-not-found':
    case 'path-not-found':
    case 'not-an-api':
    case 'not-json':
    case 'too-large':
    case 'bad-request':
    case 'aborted':
      return 'end';
  }
};

export const triesPerCall = 4;
export const callWindowMs = 5 * 60_000;
/** Between the tries of one call when the server names no time. */
export const callBackoff = { baseMs: 1000, capMs: 30_000 } as const;
/** How long a turn waits when every account is used up; the number of entries is the number of waits. */
export const quotaWaitsMs = [60_000, 5 * 60_000, 15 * 60_000, 30 * 60_000, 3_600_000, 3 * 3_600_000] as const;
