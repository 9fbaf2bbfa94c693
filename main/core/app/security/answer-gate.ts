import { type Reason, reason } from '#contract/model/reason.ts';
import type { Ask, AuditEntry, Turn } from '#contract/model/records.ts';
import type { AgentDeps, AnswerFate } from '../../agent/ports.ts';
import { newId, newShortId } from '../../base/ids.ts';
import { callHash } from '../../policy/call-hash.ts';
import type { Store } from '../../store/store.ts';
import type { NewAsk } from '../../store/transitions/turn-wait.ts';
import type { ReachRules } from './reach.ts';

export interface AnswerGateDeps {
  readonly store: Store;
  readonly reach: ReachRules;
  readonly askAndWait: (ask: Omit<NewAsk, 'expiresAt'>) => void;
  readonly audit: (entry: AuditEntry) => void;
  /** The Deputy's word on an answer that may go: why a person has to be asked, or null. */
  readonly judge: (turn: Turn, input: { chat: string; text: string }, signal: AbortSignal) => Promise<Reason | null>;
}

const callIdOf = (modelStepId: string): string => `${modelStepId}:answer`;

/** The policy over the answer of a turn: what others would read goes by itself, after an approval of these very words, or not at all. */
export const createAnswerGate = ({
  store,
  reach,
  askAndWait,
  audit,
  judge,
}: AnswerGateDeps): Pick<AgentDeps, 'wasAsked' | 'judgeAnswer'> => ({
  wasAsked: (turnId, modelStepId) => store.asks.ofCall(turnId, callIdOf(modelStepId)) !== null,
  async judgeAnswer(turn, modelStepId, text, signal): Promise<AnswerFate> {
    const callId = callIdOf(modelStepId);
    const { workspaceId, id: turnId, chatId } = turn;
    const hash = callHash({ tool: 'reply', input: { chatId, text }, workspaceId, turnId, callId });
    const entry = (decision: string, rule: string, outcome: string): AuditEntry => ({
      actor: `agent:${turn.authorityPersonId}`,
      workspaceId,
      turnId,
      callHash: hash,
      decision,
      rule,
      outcome,
      detail: `reply ${callId}`,
    });
    const asked = store.asks.ofCall(turnId, callId);
    if (asked) {
      const fate = fateOf(asked, hash);
      audit(fate.kind === 'kept' ? entry('deny', fate.reason.code, 'kept') : entry('allow', 'approved', 'sent'));
      return fate;
    }
    const chat = store.chats.byId(chatId)?.name ?? '';
    const first = reach.ofAnswer(turn);
    const mayFlag = first.verdict === 'allow' && text.trim() !== '' && !store.chats.isPrivate(chatId);
    const flagged = mayFlag ? await judge(turn, { chat, text }, signal) : null;
    signal.throwIfAborted();
    // Anew: while it was judged, the session may have met more.
    const decision = mayFlag ? reach.ofAnswer(turn, flagged) : first;
    if (decision.verdict === 'allow' || text.trim() === '') {
      if (!store.chats.isPrivate(chatId)) audit(entry('allow', decision.rule, 'sent'));
      return { kind: 'sent', askId: null };
    }
    askAndWait({
      id: newId('ask'),
      shortId: newShortId(),
      kind: 'approval',
      turnId,
      callId,
      workspaceId,
      callHash: hash,
      payload: { kind: 'approval', tool: 'reply', input: { chat, chatId, text } },
      reason: decision.reason,
    });
    return { kind: 'waiting' };
  },
});

const fateOf = (ask: Ask, hash: string): AnswerFate => {
  if (ask.state === 'answered' && ask.callHash === hash && ask.usedAt === null) return { kind: 'sent', askId: ask.id };
  return { kind: 'kept', reason: reason(ask.state === 'expired' ? 'answer-kept-expired' : 'answer-kept-denied') };
};
