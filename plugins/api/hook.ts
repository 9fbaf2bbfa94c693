import type { JsonObject } from '../../main/contract/model/transcript.ts';

/** May tighten only: a `deny` refuses the tool call, a `note` is shown to the user. */
export interface Hook {
  readonly id: string;
  readonly on: 'turn.started' | 'turn.ended' | 'tool.before' | 'tool.after' | 'session.compacting';
  run(event: JsonObject, signal: AbortSignal): Promise<{ deny?: string; note?: string }>;
}
