import { messageOf } from '#contract/errors.ts';
import type { Matter } from '#contract/model/deputy.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import type { Route, Turn, Workspace } from '#contract/model/records.ts';
import type { ModelRequest } from '#contract/model/transcript.ts';
import type { AgentDeps, Candidate } from '../../agent/ports.ts';
import { estimateTokens } from '../../agent/size.ts';
import { streamCall } from '../../agent/stream-call.ts';
import type { Clock } from '../../base/clock.ts';
import { newId } from '../../base/ids.ts';
import { deputyDeadlineMs, deputyRequests, type Judgement, judgementIn } from '../../policy/deputy.ts';
import type { Settings } from '../../settings/settings.ts';
import type { Store } from '../../store/store.ts';

/** The account and model that judge. */
type Setting = NonNullable<Settings['deputy']>;
type Agent = Pick<AgentDeps, 'messagesOf'> & AgentDeps;

export interface DeputyWiring {
  readonly store: Store;
  readonly clock: Clock;
  readonly setting: () => Settings['deputy'];
  /** What of these routes may answer for the workspace now. */
  readonly candidates: (workspace: Workspace, routes: readonly Route[]) => ReturnType<AgentDeps['candidates']>;
  readonly agent: () => Agent;
  /** What each judgement came to; null = there is one. */
  readonly judged: (by: Setting, fault: Reason | null) => void;
}
export interface Place {
  readonly turn: Turn;
  readonly workspace: Workspace;
}
export interface Flagged {
  /** What a person is told; null in `words`: it could not judge. */
  readonly words: string | null;
  readonly fault: Reason | null;
}

// What its owner has decided, and no fault: the words of such a workspace are not for this account.
const notForHere: ReadonlySet<string> = new Set(['realm-mismatch', 'profile-account']);

/**
 * The Deputy: a small model that judges a matter of a turn. Null = it is off here, or it found nothing. Whatever goes wrong counts as
 * flagged. Every call is a step of the turn with its cost. Rejects only with the signal's reason.
 */
export const createDeputy = ({ store, clock, setting, candidates, agent, judged }: DeputyWiring) => {
  const flaggedBy = (judgement: Judgement): Flagged | null =>
    judgement.kind === 'clean'
      ? null
      : judgement.kind === 'flagged'
        ? { words: judgement.words, fault: null }
        : { words: null, fault: reason(judgement.code) };
  const askedIn = (turnId: string): string =>
    store.messages
      .ofTurn(turnId)
      .map(({ message }) => message)
      .filter((message) => message.turnId === turnId && (message.origin === 'human' || message.origin === 'task'))
      .map(({ text }) => text)
      .join('\n');

  const call = async ({ turn, workspace }: Place, candidate: Candidate, request: Omit<ModelRequest, 'model'>, signal: AbortSignal) => {
    const inputTokens = estimateTokens(request);
    const stepId = newId('step', clock.now());
    const deps = agent();
    const begun = deps.beginCall({
      stepId,
      turnId: turn.id,
      ord: deps.nextOrd(turn.id),
      candidate,
      attempt: 1,
      inputTokens,
      tokens: inputTokens + request.maxOutputTokens,
      isDeputy: true,
    });
    if (!begun.ok) return { words: null, fault: reason('over-budget', { account: candidate.account.name }) };
    const late = new AbortController();
    const cancel = clock.after(deputyDeadlineMs, () => late.abort(new Error('the Deputy did not answer in time')));
    try {
      const of = {
        turnId: turn.id,
        chatId: turn.chatId,
        workspaceId: workspace.id,
        stepId,
        candidate,
        request,
        purpose: 'verdict' as const,
      };
      const { stop, text, error } = await streamCall(deps, of, AbortSignal.any([signal, late.signal]));
      if (error) return { words: null, fault: reason(error.code, { account: candidate.account.name, provider: candidate.provider.id }) };
      return flaggedBy(judgementIn(stop, text));
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (late.signal.aborted) return { words: null, fault: reason('deputy-timeout') };
      deps.log('error', 'the Deputy failed', { turnId: turn.id, error: messageOf(error) });
      return { words: null, fault: reason('deputy-no-verdict') };
    } finally {
      cancel();
    }
  };

  const judge = async (matter: Matter, place: Place, signal: AbortSignal): Promise<Flagged | null> => {
    const set = setting();
    if (set === null) return null;
    const found = await findingOf(set, matter, place, signal);
    if (found === 'not-for-here') return null;
    judged(set, found?.fault ?? null);
    return found;
  };
  const findingOf = async (set: Setting, matter: Matter, place: Place, signal: AbortSignal): Promise<Flagged | 'not-for-here' | null> => {
    const account = store.accounts.list().find(({ id }) => id === set.accountId);
    if (!account) return { words: null, fault: reason('deputy-no-account') };
    const { usable, refused } = await candidates(place.workspace, [{ account, model: set.model }]);
    signal.throwIfAborted();
    const [candidate] = usable;
    if (!candidate) {
      const why = refused[0]?.reason ?? reason('deputy-no-account');
      return notForHere.has(why.code) ? 'not-for-here' : { words: null, fault: why };
    }
    const requests = deputyRequests(matter, askedIn(place.turn.id), candidate.contextTokens);
    if (!requests) return { words: null, fault: reason('deputy-too-long') };
    for (const request of requests) {
      const flagged = await call(place, candidate, request, signal);
      if (flagged) return flagged;
    }
    return null;
  };

  return {
    /** A call that the policy allows: why a person has to be asked, or null. */
    async ofCall(matter: Exclude<Matter, { kind: 'inbound' }>, place: Place, signal: AbortSignal): Promise<Reason | null> {
      const flagged = await judge(matter, place, signal);
      if (!flagged) return null;
      return flagged.fault ? reason('ask-deputy-fault', whyOf(flagged.fault)) : reason('ask-deputy', { words: flagged.words ?? '' });
    },
    /** What others said in a chat, between two places of a turn: the notice that the user sees, or null. */
    async ofSaid(
      { text, ...places }: { text: string; from: number; upTo: number },
      place: Place,
      signal: AbortSignal,
    ): Promise<Reason | null> {
      const flagged = await judge({ kind: 'inbound', what: 'Messages of people who did not ask', origin: '', text }, place, signal);
      if (!flagged) return null;
      return flagged.fault
        ? reason('deputy-fault-said', { ...whyOf(flagged.fault), ...places })
        : reason('deputy-flagged-said', { words: flagged.words ?? '', ...places });
    },
    /** Text from outside: the notice that the user sees, or null. */
    async ofText(matter: Extract<Matter, { kind: 'inbound' }>, place: Place, signal: AbortSignal): Promise<Reason | null> {
      const flagged = await judge(matter, place, signal);
      if (!flagged) return null;
      const tool = matter.what;
      return flagged.fault
        ? reason('deputy-fault-text', { tool, ...whyOf(flagged.fault) })
        : reason('deputy-flagged-text', { tool, words: flagged.words ?? '' });
    },
  };
};
export type Deputy = ReturnType<typeof createDeputy>;

const whyOf = (fault: Reason): Reason['params'] => ({ ...fault.params, why: fault.code });
