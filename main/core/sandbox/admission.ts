import { AppError } from '#contract/errors.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import { type InLine, nextInLine, wentPast } from '../base/fair-line.ts';
import type { MachineRoom } from '../base/machine.ts';

/** What one sandbox is expected to need; its limits are only what it may have at most. */
export interface Asked {
  readonly memBytes: number;
  /** Of a core, while a call runs in it. One that starts takes a whole core, one that idles none. */
  readonly cores: number;
}
export interface AdmissionOptions {
  readonly machine: () => MachineRoom;
  readonly ask: Asked;
  /** What is left to everything else on this computer. */
  readonly keepBytes: number;
  /** Sandboxes that run, and those of them with a call. With none, the next is let in whatever is free: nobody could make room. */
  readonly running: () => { readonly all: number; readonly working: number };
  /** Ends the sandbox that was idle for the longest time; false when all work. */
  readonly makeRoom: () => Promise<boolean>;
  /** Free memory makes no event. */
  readonly everyMs: number;
  /** Few cores only make everything slower: after so long nobody waits for them. */
  readonly coresPatienceMs: number;
  readonly nowMs: () => number;
}
export interface Admission {
  /** Resolves when there is room for one more; call the result when it has started, or has not. Rejects AppError 'cancelled'. */
  enter(who: { isUrgent: () => boolean; told: (why: Reason) => void }, signal: AbortSignal): Promise<() => void>;
}

interface Waiting extends InLine {
  readonly told: (why: Reason) => void;
  readonly sinceMs: number;
  readonly let: () => void;
  toldCode: string | null;
}

/** Lets sandboxes start as memory and cores allow: people before tasks, and no task behind more people than run. */
export const createAdmission = (options: AdmissionOptions): Admission => {
  const waiting: Waiting[] = [];
  let starting = 0;
  let making = false;
  let timer: NodeJS.Timeout | undefined;

  /** Why the next one has to wait; null when it may start. */
  const short = (one: Waiting): Reason | null => {
    const { all, working } = options.running();
    if (all + starting === 0) return null;
    const { cores, freeBytes, totalBytes } = options.machine();
    if (freeBytes - starting * options.ask.memBytes < options.ask.memBytes + options.keepBytes)
      return reason('waiting-for-memory', { freeGb: gbOf(freeBytes), totalGb: gbOf(totalBytes), running: all + starting });
    const isBusy = starting + working * options.ask.cores > Math.max(0, cores - 1);
    const isPatient = options.nowMs() - one.sinceMs < options.coresPatienceMs;
    return isBusy && isPatient ? reason('waiting-for-cores', { working, starting, cores }) : null;
  };
  const look = (): void => {
    clearTimeout(timer);
    for (;;) {
      const { all } = options.running();
      const one = nextInLine(waiting, all + starting + 1);
      if (one === undefined) return;
      const why = short(one);
      if (why !== null) return wait(why);
      wentPast(waiting, one);
      waiting.splice(waiting.indexOf(one), 1);
      starting++;
      one.let();
    }
  };
  const wait = (why: Reason): void => {
    for (const one of waiting) {
      if (one.toldCode !== why.code) one.told(why);
      one.toldCode = why.code;
    }
    timer = setTimeout(look, options.everyMs).unref();
    if (making || why.code !== 'waiting-for-memory') return;
    making = true;
    void options
      .makeRoom()
      .then((made) => made && look())
      .finally(() => (making = false));
  };

  return {
    enter: ({ isUrgent, told }, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(new AppError('cancelled'));
        const leave = (): void => {
          const at = waiting.indexOf(one);
          if (at < 0) return;
          waiting.splice(at, 1);
          reject(new AppError('cancelled'));
        };
        const one: Waiting = {
          // Asked at every look: a person may come to wait for what a task began.
          get isPerson() {
            return isUrgent();
          },
          passed: 0,
          told,
          sinceMs: options.nowMs(),
          toldCode: null,
          let: () => {
            signal.removeEventListener('abort', leave);
            let isDone = false;
            resolve(() => {
              if (isDone) return;
              isDone = true;
              starting--;
              look();
            });
          },
        };
        signal.addEventListener('abort', leave, { once: true });
        waiting.push(one);
        look();
      }),
  };
};

const gbOf = (bytes: number): string => (bytes / 1024 ** 3).toFixed(1);
