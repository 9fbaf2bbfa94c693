import type { Matter } from '#contract/model/deputy.ts';
import type { Reason } from '#contract/model/reason.ts';
import type { Turn, Workspace } from '#contract/model/records.ts';
import type { Audit } from '../../store/audit.ts';
import type { Store } from '../../store/store.ts';
import type { Deputy, Place } from './deputy.ts';

interface JudgementsWiring {
  readonly deputy: Deputy;
  readonly store: Store;
  readonly audit: Audit;
  readonly notice: (turnId: string, why: Reason) => void;
}

/** Where the Deputy is asked, and what is told and recorded when it flags. All reject only with the signal's reason. */
export const createJudgements = ({ deputy, store, audit, notice }: JudgementsWiring) => {
  const placeOf = (turn: Turn): Place => ({ turn, workspace: store.workspaces.byId(turn.workspaceId) as Workspace });
  const told = (turn: Turn, why: Reason | null, what: string): boolean => {
    if (!why) return false;
    notice(turn.id, why);
    audit.append({
      actor: 'deputy',
      workspaceId: turn.workspaceId,
      turnId: turn.id,
      callHash: null,
      decision: 'flag',
      rule: 'deputy',
      outcome: String(why.params.why ?? 'flagged'),
      detail: what,
    });
    return true;
  };
  return {
    judgeCall: deputy.ofCall,
    judgeText: async (matter: Extract<Matter, { kind: 'inbound' }>, place: Place, signal: AbortSignal) =>
      told(place.turn, await deputy.ofText(matter, place, signal), matter.what),
    async judgeSaid(turn: Turn, said: { text: string; from: number; upTo: number }, signal: AbortSignal): Promise<void> {
      told(turn, await deputy.ofSaid(said, placeOf(turn), signal), 'messages');
    },
    judgeAnswer: (turn: Turn, input: { chat: string; text: string }, signal: AbortSignal) =>
      deputy.ofCall({ kind: 'outbound', tool: 'reply', input }, placeOf(turn), signal),
  };
};
