/** What happens after a connection ended. */
export type Verdict =
  /** Part of the protocol: the same keys, at once. */
  | { readonly kind: 'again-now' }
  | { readonly kind: 'retry'; readonly reason: string; readonly slowly: boolean }
  /** Somebody has to act; nothing is tried until then. */
  | { readonly kind: 'stop'; readonly state: 'conflict' | 'degraded'; readonly reason: string }
  /** The keys are worthless. */
  | { readonly kind: 'ended'; readonly reason: string };

export interface Cause {
  /** The library's status code of a close, where it gave one. */
  readonly status: number | null;
  /** What we or the system know better: a code of ours, an errno, or an HTTP status of a refused upgrade. */
  readonly detail: string | null;
}

const retry = (reason: string): Verdict => ({ kind: 'retry', reason, slowly: false });

/** Pure: from why it ended to what is done. 440 never leads to another try: two programs would throw each other out for ever. */
export const verdictOf = ({ status, detail }: Cause): Verdict => {
  if (detail === 'link-silent' || detail === 'link-stuck' || detail === 'link-no-answer' || detail === 'link-refused') return retry(detail);
  switch (status) {
    case 515:
      return { kind: 'again-now' };
    case 440:
      return { kind: 'stop', state: 'conflict', reason: 'link-replaced' };
    case 401:
      return { kind: 'ended', reason: 'link-ended-by-phone' };
    case 411:
      return { kind: 'ended', reason: 'link-not-multi-device' };
    case 403:
      return { kind: 'stop', state: 'degraded', reason: 'link-forbidden' };
    case 405:
      return { kind: 'retry', reason: 'link-outdated', slowly: true };
    case 500:
    case 503:
      return retry('link-server-trouble');
    default:
      return retry(/^(ECONNREFUSED|ENOTFOUND|EAI_|EHOST|ENET|ETIMEDOUT)/.test(detail ?? '') ? 'link-unreachable' : 'link-lost');
  }
};

const pairingReasons: Readonly<Record<string, string>> = {
  'link-unreachable': 'pairing-unreachable',
  'link-refused': 'pairing-blocked',
  'link-outdated': 'pairing-outdated',
};

/** Why no code can be shown any more. Nothing is tried again by itself then, so the words are others than for a link. */
export const pairingReasonOf = (cause: Cause): string => {
  const verdict = verdictOf(cause);
  return verdict.kind === 'retry' ? (pairingReasons[verdict.reason] ?? 'pairing-lost') : 'pairing-failed';
};
