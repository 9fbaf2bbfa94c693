import type { Message, Step, Turn } from '#contract/model/records.ts';
import type { AgentDeps } from './ports.ts';

/** The notices that say that what others said was flagged, or could not be judged. */
const codes: ReadonlySet<string> = new Set(['deputy-flagged-said', 'deputy-fault-said']);

/** Said by somebody who did not ask: no turn answers it. */
export const isAside = (m: Message): boolean => m.origin === 'human' && m.turnId === null;
/** What a message of somebody else says now, after the model was told it. */
const isOthersChange = (m: Message): boolean => m.origin === 'harness' && m.reason?.code === 'message-edited' && m.role !== 'owner';

/** Whether what was told at this place of a turn is to be warned of. */
export const isFlaggedAt = (steps: readonly Step[], atOrd: number): boolean =>
  steps.some(
    ({ kind, reason }) =>
      kind === 'notice' &&
      reason !== null &&
      codes.has(reason.code) &&
      Number(reason.params.from) <= atOrd &&
      atOrd <= Number(reason.params.upTo),
  );

/** Has the Deputy look at what others said in the chat without asking, and at what they changed, before the model is told of it; each word once. */
export const judgeSaid = async (
  deps: Pick<AgentDeps, 'messagesOf' | 'steps' | 'personName' | 'judgeSaid'>,
  turn: Turn,
  signal: AbortSignal,
): Promise<void> => {
  const said = deps.messagesOf(turn.id).filter(({ message }) => isAside(message) || isOthersChange(message));
  if (said.length === 0) return;
  const steps = deps.steps(turn.id);
  const isJudged = (atOrd: number): boolean =>
    isFlaggedAt(steps, atOrd) || steps.some((s) => s.kind === 'model' && s.tool === 'deputy' && s.state !== 'discarded' && s.ord >= atOrd);
  const fresh = said.filter(({ atOrd }) => !isJudged(atOrd));
  const places = fresh.map(({ atOrd }) => atOrd);
  if (fresh.length === 0) return;
  const text = fresh.map(({ message }) => `${deps.personName(message.personId)}: ${message.text}`).join('\n');
  await deps.judgeSaid(turn, { text, from: Math.min(...places), upTo: Math.max(...places) }, signal);
};
