import { AppError, messageOf } from '#contract/errors.ts';
import type { Ask, Person } from '#contract/model/records.ts';
import type { Clock } from '../base/clock.ts';
import { newId } from '../base/ids.ts';
import type { Log } from '../base/log.ts';
import type { Audit } from '../store/audit.ts';
import type { Store } from '../store/store.ts';
import { retryTurn } from '../store/transitions/turn-start.ts';
import { answerAsk, expireAsks } from '../store/transitions/turn-wait.ts';

// The store could not be written: a full disk.
const retryMs = 5_000;

/** Answers and expiry of asks. One timer, set to the next expiry. */
export const createAsksService = (deps: {
  store: Store;
  clock: Clock;
  audit: Audit;
  bootId: string;
  wake: (chatId: string) => void;
  log: Log;
}) => {
  const { store, clock } = deps;
  let cancel: (() => void) | null = null;
  // Turns that end while the host stops still change asks.
  let isStopped = false;

  const wakeTurnOf = (ask: Ask): void => {
    const turn = store.turns.byId(ask.turnId);
    if (turn) deps.wake(turn.chatId);
  };
  const expire = (): void => {
    let over: Ask[];
    try {
      over = expireAsks(store.db, clock.now());
    } catch (error) {
      deps.log('error', 'asks could not be expired yet', { error: messageOf(error) });
      cancel = clock.after(retryMs, expire);
      return;
    }
    for (const ask of over) {
      deps.log('warn', 'ask expired', { askId: ask.id, turnId: ask.turnId });
      wakeTurnOf(ask);
    }
    arm();
  };
  const arm = (): void => {
    cancel?.();
    if (isStopped) return;
    const next = store.asks.nextExpiry();
    cancel = next === null ? null : clock.after(Math.min(Math.max(0, next - clock.now()), 60_000), expire);
  };

  const mayAnswer = (ask: Ask, person: Person): boolean =>
    person.role === 'owner' ||
    (person.role === 'allowed' && ask.kind === 'question' && store.turns.byId(ask.turnId)?.authorityPersonId === person.id);

  return {
    start: expire,
    changed: arm,
    stop(): void {
      isStopped = true;
      cancel?.();
    },
    mayAnswer,
    /** What waits for an answer that this person may give. */
    pendingFor: (person: Person): Ask[] => store.asks.list({ pendingOnly: true }).filter((ask) => mayAnswer(ask, person)),
    /** Approvals: owners only. Questions: the starter of the turn or an owner. */
    answer(o: {
      id: string;
      decision: 'approve' | 'deny' | 'answer';
      answers: readonly string[];
      person: Person;
      surface: string;
      isSecretKept?: boolean;
    }): Ask {
      const ask = store.asks.find(o.id);
      if (!ask) throw new AppError('ask-unknown', { id: o.id });
      if (!mayAnswer(ask, o.person)) throw new AppError('not-allowed');
      // A secret comes with its value, through services/secret-asks alone.
      if (ask.kind === 'secret' && o.decision !== 'deny' && !o.isSecretKept) throw new AppError('secret-in-app-only');
      if (o.decision === 'approve' && ask.kind !== 'approval')
        throw new AppError('bad-input', { detail: 'This is a question: it needs an answer.' });
      if (o.decision === 'answer' && ask.kind === 'approval') throw new AppError('bad-input', { detail: 'This needs approve or deny.' });
      if (o.decision === 'answer') checkAnswers(ask, o.answers);
      const answered = store.db.tx(() => {
        const result = answerAsk(
          store.db,
          {
            askId: ask.id,
            state: o.decision === 'deny' ? 'denied' : 'answered',
            answers: o.answers,
            personId: o.person.id,
            surface: o.surface,
          },
          clock.now(),
        );
        deps.audit.append({
          actor: `person:${o.person.id}`,
          workspaceId: ask.workspaceId,
          turnId: ask.turnId,
          callHash: ask.callHash,
          decision: o.decision,
          rule: 'ask-answer',
          outcome: result.state,
          detail: `${ask.id} on ${o.surface}`,
        });
        return result;
      });
      deps.log('info', 'ask answered', { askId: ask.id, turnId: ask.turnId, decision: o.decision, surface: o.surface });
      wakeTurnOf(answered);
      arm();
      return answered;
    },
    /** A new turn on the messages of an ask that ran out: the decision is made anew, the stored call stays expired. */
    again(o: { id: string; person: Person }): void {
      const ask = store.asks.find(o.id);
      if (!ask) throw new AppError('ask-unknown', { id: o.id });
      if (!mayAnswer(ask, o.person)) throw new AppError('not-allowed');
      if (ask.state !== 'expired') throw new AppError('conflict');
      if (store.turns.byId(ask.turnId)?.endedAt === null) throw new AppError('turn-running');
      const now = clock.now();
      const turn = retryTurn(store.db, { oldTurnId: ask.turnId, newTurnId: newId('turn', now), bootId: deps.bootId, alsoDone: true }, now);
      if (!turn) throw new AppError('no-such-turn');
      deps.log('info', 'asked again', { askId: ask.id, turnId: turn.id });
      deps.wake(turn.chatId);
    },
  };
};
// An answer that is not there would be told to the model as one.
const checkAnswers = ({ payload }: Ask, answers: readonly string[]): void => {
  const questions = payload.kind === 'question' ? payload.questions.length : 0;
  if (answers.length === questions && answers.every((text) => text.trim() !== '')) return;
  throw questions === 1 ? new AppError('bad-input', { detail: 'The answer is empty.' }) : new AppError('answers-missing', { questions });
};

export type AsksService = ReturnType<typeof createAsksService>;
