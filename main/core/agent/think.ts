import { type Reason, reason } from '#contract/model/reason.ts';
import type { Turn, Workspace } from '#contract/model/records.ts';
import { unlessAborted } from '../base/abort.ts';
import { backoffMs } from '../base/backoff.ts';
import { newId } from '../base/ids.ts';
import { callBackoff, callWindowMs, failureKind, quotaWaitsMs, triesPerCall } from './failure.ts';
import type { AgentDeps, BuiltRequest, CallOutcome, Candidate, Refusal } from './ports.ts';
import { estimateTokens } from './size.ts';
import { type CallPurpose, streamCall } from './stream-call.ts';

export interface Thought {
  readonly turn: Turn;
  readonly workspace: Workspace;
  readonly purpose: CallPurpose;
  /** There are pictures in it: whether the model sees them has to be known. */
  readonly hasPictures: boolean;
  readonly fit: (candidate: Candidate, sight: 'sees' | 'blind') => BuiltRequest | null;
}

/**
 * One thought: the model call with its retries and the workspace's order of accounts. This is the only place that retries a
 * model call. `fit` makes the request for what an account's model can take, or says that it does not fit.
 */
export const think = async (deps: AgentDeps, o: Thought, signal: AbortSignal): Promise<CallOutcome> => {
  const { usable, refused } = await unlessAborted(deps.candidates(o.workspace), signal);
  const gone: Refusal[] = [...refused];
  for (const [place, candidate] of usable.entries()) {
    const outcome = await tryAccount(deps, o, candidate, signal);
    if (outcome.kind !== 'gone') return outcome;
    gone.push({ account: candidate.account, reason: outcome.reason, nextAt: outcome.nextAt });
    const next = usable[place + 1];
    if (next)
      deps.notice(o.turn.id, reason('account-fallback', { from: candidate.account.name, to: next.account.name, why: outcome.reason.code }));
  }
  return usedUp(deps, o.turn, gone);
};

type Tried = CallOutcome | { kind: 'gone'; reason: Reason; nextAt: number | null };

const tryAccount = async (deps: AgentDeps, o: Thought, candidate: Candidate, signal: AbortSignal): Promise<Tried> => {
  const sees = o.hasPictures && (await unlessAborted(candidate.seesPictures(), signal));
  const request = o.fit(candidate, sees ? 'sees' : 'blind');
  if (!request) return { kind: 'too-large' };
  const inputTokens = estimateTokens(request);
  const tokens = inputTokens + request.maxOutputTokens;
  const startedAt = deps.mono();
  for (let attempt = 1; ; attempt++) {
    const stepId = newId('step');
    const begun = deps.beginCall({ stepId, turnId: o.turn.id, ord: deps.nextOrd(o.turn.id), candidate, attempt, inputTokens, tokens });
    if (!begun.ok) return { kind: 'gone', reason: reason('over-budget', { account: candidate.account.name }), nextAt: begun.nextAt };
    const call = await streamCall(
      deps,
      { turnId: o.turn.id, chatId: o.turn.chatId, workspaceId: o.workspace.id, stepId, candidate, request, purpose: o.purpose },
      signal,
    );
    if (!call.error) return { kind: 'done', stop: call.stop as 'done' | 'tools' | 'length' | 'refused', text: call.text };

    const why = reason(call.error.code, {
      account: candidate.account.name,
      provider: candidate.provider.id,
      url: candidate.ref.baseUrl,
      model: candidate.model,
      status: call.error.status ?? null,
    });
    // What a person has read is not said again in other words by itself: the retry is theirs.
    if (call.visible) return { kind: 'failed', reason: why, partial: true };
    const kind = failureKind(call.error.code);
    if (kind === 'shrink') return { kind: 'too-large' };
    if (kind === 'end') return { kind: 'failed', reason: why, partial: false };
    if (kind === 'next') return { kind: 'gone', reason: why, nextAt: null };
    const waitMs = call.error.retryAfterMs ?? backoffMs(attempt - 1, callBackoff);
    if (attempt >= triesPerCall || deps.mono() - startedAt + waitMs > callWindowMs)
      return { kind: 'gone', reason: why, nextAt: deps.now() + (call.error.retryAfterMs ?? 0) };
    deps.notice(
      o.turn.id,
      reason('model-retry', {
        account: candidate.account.name,
        why: call.error.code,
        seconds: Math.ceil(waitMs / 1000),
        attempt: attempt + 1,
        of: triesPerCall,
      }),
    );
    await deps.delay(waitMs, signal);
  }
};

// Nobody is left: wait when time can help, else fail with what a person has to do.
const usedUp = (deps: AgentDeps, turn: Turn, gone: readonly Refusal[]): CallOutcome => {
  const first = gone[0];
  if (!first) return { kind: 'failed', reason: reason('no-account'), partial: false };
  const timed = gone.filter((g) => g.nextAt !== null);
  if (timed.length === 0) return { kind: 'failed', reason: first.reason, partial: false };
  const waits = deps.steps(turn.id).filter((s) => s.kind === 'notice' && s.reason?.code === 'waiting-for-model').length;
  const waitMs = quotaWaitsMs[waits];
  if (waitMs === undefined) return { kind: 'failed', reason: timed[0]?.reason ?? first.reason, partial: false };
  const nextAt = Math.max(deps.now() + waitMs, Math.min(...timed.map((g) => g.nextAt ?? 0)));
  const why = reason('waiting-for-model', {
    why: timed[0]?.reason.code ?? '',
    account: timed[0]?.account.name ?? '',
    wait: waits + 1,
    of: quotaWaitsMs.length,
  });
  deps.notice(turn.id, why);
  return { kind: 'quota', reason: why, nextAt };
};
