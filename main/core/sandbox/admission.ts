import { readFileSync } from 'node:fs';
import { availableParallelism, freemem, totalmem } from 'node:os';
import { AppError } from '#contract/errors.ts';
import { type Reason, reason } from '#contract/model/reason.ts';

export interface AdmissionOptions {
  /** Memory that new programs could have now. */
  readonly freeBytes: () => number;
  /** What a sandbox is expected to need at first; its limit is only what it may have at most. */
  readonly askBytes: number;
  /** What is left to everything else on this computer. */
  readonly keepBytes: number;
  /** Starting one takes a core for a moment. */
  readonly startsAtOnce: number;
  /** Sandboxes that run. With none, the next is let in whatever is free: nobody could make room. */
  readonly running: () => number;
  /** Ends the sandbox that was idle for the longest time; false when all work. */
  readonly makeRoom: () => Promise<boolean>;
  /** Free memory makes no event. */
  readonly everyMs: number;
  /** After so long a task counts like a person. */
  readonly patienceMs: number;
  readonly nowMs: () => number;
}
export interface Admission {
  /** Resolves when there is room for one more; call the result when it has started, or has not. Rejects AppError 'cancelled'. */
  enter(who: { isUrgent: () => boolean; told: (why: Reason) => void }, signal: AbortSignal): Promise<() => void>;
}

interface Waiting {
  readonly isUrgent: () => boolean;
  readonly told: (why: Reason) => void;
  readonly sinceMs: number;
  readonly let: () => void;
  wasTold: boolean;
}

/** Lets sandboxes start as memory and cores allow: people before tasks, tasks before long. */
export const createAdmission = (options: AdmissionOptions): Admission => {
  const waiting: Waiting[] = [];
  let starting = 0;
  let making = false;
  let timer: NodeJS.Timeout | undefined;

  const hasMemory = (): boolean =>
    options.running() + starting === 0 || options.freeBytes() - starting * options.askBytes >= options.askBytes + options.keepBytes;
  const next = (): Waiting | undefined => {
    const counts = (one: Waiting): boolean => one.isUrgent() || options.nowMs() - one.sinceMs >= options.patienceMs;
    return waiting.find(counts) ?? waiting[0];
  };
  const look = (): void => {
    clearTimeout(timer);
    for (let one = next(); one !== undefined && starting < options.startsAtOnce; one = next()) {
      if (!hasMemory()) {
        wait(one);
        return;
      }
      waiting.splice(waiting.indexOf(one), 1);
      starting++;
      one.let();
    }
  };
  const wait = (one: Waiting): void => {
    if (!one.wasTold) one.told(reason('waiting-for-memory', { freeBytes: options.freeBytes(), askBytes: options.askBytes }));
    one.wasTold = true;
    timer = setTimeout(look, options.everyMs).unref();
    if (making) return;
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
          isUrgent,
          told,
          sinceMs: options.nowMs(),
          wasTold: false,
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

/** Of this computer, as it is. */
export const realResources = (): Pick<AdmissionOptions, 'freeBytes' | 'askBytes' | 'keepBytes' | 'startsAtOnce'> => ({
  freeBytes: availableBytes,
  askBytes: 256 * 1024 ** 2,
  keepBytes: Math.min(1024 ** 3, totalmem() / 10),
  startsAtOnce: Math.max(1, availableParallelism()),
});

/** Linux says what could be had; elsewhere what is free is all that is known. */
const availableBytes = (): number => {
  if (process.platform !== 'linux') return process.platform === 'darwin' ? totalmem() : freemem();
  const found = /^MemAvailable:\s+(\d+) kB/m.exec(readFileSync('/proc/meminfo', 'utf8'));
  return found === null ? freemem() : Number(found[1]) * 1024;
};
