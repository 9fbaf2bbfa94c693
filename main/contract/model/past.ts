import type { Turn } from './records.ts';

/** A turn that the model is told of. */
export interface PastTurn {
  readonly turn: Turn;
  /** It belongs to the session that this one branched off. */
  readonly isInherited: boolean;
  /** Only what came before this message of the turn (heard at this step) counts; null = all of it. */
  readonly cut: { readonly seq: number; readonly atOrd: number } | null;
}

/** What a session begins its next request with. */
export interface SessionPast {
  readonly turns: readonly PastTurn[];
  readonly summaryStepId: string | null;
  readonly handoff: string | null;
}
