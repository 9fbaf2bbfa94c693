import { type Reason, reason } from '#contract/model/reason.ts';
import { freeHeapBytes, machineRoom } from '../../base/machine.ts';

/** What a turn may come to hold in this process: its context as blocks and as a request, and the output of a command. */
const askBytes = 32 * 1024 ** 2;
/** What is left to everything else on this computer, as a share of it and at most. */
const keepShare = 0.05;
const keepMostBytes = 512 * 1024 ** 2;

export interface TurnRoom {
  /** Turns that wait for a model, or may at any moment. */
  readonly thinking: () => number;
  readonly modelCallsAtOnce: () => number;
  readonly machine?: typeof machineRoom;
  readonly freeHeapBytes?: typeof freeHeapBytes;
}

/**
 * Why no turn more can run beside `running` others; null when one can. A turn alone costs memory of this process and an open
 * call; what its commands need is asked where its sandbox starts.
 */
export const roomForTurn = (o: TurnRoom, running: number): Reason | null => {
  const most = o.modelCallsAtOnce();
  if (o.thinking() >= most) return reason('turn-waits-for-model-calls', { most });
  const { freeBytes, totalBytes } = (o.machine ?? machineRoom)();
  const keepBytes = Math.min(keepMostBytes, totalBytes * keepShare);
  const couldHave = Math.min(freeBytes - keepBytes, (o.freeHeapBytes ?? freeHeapBytes)());
  // Those that run may still grow to what they may have.
  return couldHave >= (running + 1) * askBytes ? null : reason('turn-waits-for-memory', { running, freeMb: mbOf(freeBytes) });
};

const mbOf = (bytes: number): number => Math.round(bytes / 1024 ** 2);
