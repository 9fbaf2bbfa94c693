import { messageOf } from '#contract/errors.ts';
import { costMicros } from '#contract/model/price.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import type { Account } from '#contract/model/records.ts';
import { type ModelRequest, noUsage, type Usage } from '#contract/model/transcript.ts';
import type { DeputyTrial } from '#contract/ui/domains/deputy.ts';
import type { ModelProvider } from '#plugin-api';
import { refOf } from '../accounts/candidates.ts';
import { priceFor } from '../accounts/price.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { deputyDeadlineMs, deputyRequests, deputySample, type Judgement, judgementIn } from '../policy/deputy.ts';

interface Tried {
  readonly account: Account;
  readonly provider: ModelProvider;
  readonly model: string;
  readonly contextTokens: number;
}

/** What was tried, and the fault when nothing was judged: what a real judgement would have come to. */
export interface TrialOutcome {
  readonly told: DeputyTrial;
  readonly fault: Reason | null;
}

/** Judges a harmless sample for real, once. Rejects only when `signal` is aborted. */
export const tryDeputy = async (
  { account, provider, model, contextTokens }: Tried,
  { clock, log }: { clock: Clock; log: Log },
  signal: AbortSignal,
): Promise<TrialOutcome> => {
  const place = { account: account.name, provider: account.provider, url: account.baseUrl, host: hostOf(account.baseUrl), model };
  const [request] = deputyRequests(deputySample, '', contextTokens) ?? [];
  if (!request) {
    const why = reason('deputy-model-small', place);
    return { told: { ok: false, reason: why, ms: 0, costMicros: null }, fault: why };
  }
  const started = clock.mono();
  const late = new AbortController();
  const cancel = clock.after(deputyDeadlineMs, () => late.abort());
  let usage: Usage = noUsage;
  const judge = async (whole: ModelRequest): Promise<Judgement> => {
    let text = '';
    for await (const event of provider.stream(refOf(account), whole, AbortSignal.any([signal, late.signal]))) {
      if (event.type === 'text') text += event.delta;
      if (event.type !== 'end') continue;
      usage = event.usage;
      return event.error ? { kind: 'fault', code: event.error.code } : judgementIn(event.stop, text);
    }
    return { kind: 'fault', code: 'stream-cut' };
  };
  // One that ignores its signal must not hold whoever waits for the try.
  const given = Promise.withResolvers<Judgement>();
  const giveUp = (): void => given.resolve({ kind: 'fault', code: 'stream-cut' });
  AbortSignal.any([signal, late.signal]).addEventListener('abort', giveUp, { once: true });
  const judgement = await Promise.race([judge({ ...request, model }), given.promise])
    .catch((error: unknown): Judgement => {
      // The contract of providers says that they must not throw; what one threw is its fault.
      if (!late.signal.aborted) log('error', 'the Deputy could not be tried', { account: account.name, error: messageOf(error) });
      return { kind: 'fault', code: 'stream-cut' };
    })
    .finally(cancel);
  signal.throwIfAborted();
  const ms = Math.round(clock.mono() - started);
  const price = priceFor(provider, account, model);
  const cost = price && usage.in + usage.out > 0 ? costMicros(price, usage) : null;
  const params = { ...place, seconds: (ms / 1_000).toFixed(1) };
  const told = (ok: boolean, why: Reason): DeputyTrial => ({ ok, reason: why, ms, costMicros: cost });
  if (late.signal.aborted) return { told: told(false, reason('deputy-tried-late', params)), fault: reason('deputy-timeout', place) };
  switch (judgement.kind) {
    case 'clean':
      return { told: told(true, reason('deputy-tried', params)), fault: null };
    case 'flagged':
      return { told: told(false, reason('deputy-tried-flagged', { ...params, words: judgement.words })), fault: null };
    case 'fault': {
      const { code } = judgement;
      const why = code.startsWith('deputy-') ? reason('deputy-tried-no-verdict', { ...params, why: code }) : reason(code, params);
      return { told: told(false, why), fault: reason(code, params) };
    }
  }
};

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : url);
