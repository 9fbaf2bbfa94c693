import { AppError, messageOf } from '#contract/errors.ts';
import type { Person, Task } from '#contract/model/records.ts';
import type { EmergencyView, HeldItem } from '#contract/ui/domains/emergency.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Audit } from '../store/audit.ts';
import type { Store } from '../store/store.ts';
import { dropHeld } from '../store/transitions/drop-held.ts';
import { announceHost } from '../store/transitions/host-news.ts';
import { heldItems } from '../store/views/held.ts';

/** Who stopped everything, and when (UTC ms). */
export interface Stopped {
  readonly at: number;
  readonly personId: string;
}
export interface EmergencyDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly audit: Audit;
  /** As an earlier host left it. */
  readonly before: Stopped | null;
  /** Kept over restarts. Throws when it cannot be written. */
  readonly remember: (stopped: Stopped | null) => void;
  /** Each aborts at once, before it waits for anything. */
  readonly interruptTurns: () => { readonly turns: number; readonly ended: Promise<void> };
  readonly stopCommands: () => void;
  readonly holdOutbound: () => void;
  readonly freeze: () => Promise<{ frozen: number; ended: number }>;
  readonly thaw: () => Promise<void>;
  /** What waited starts, is sent, fires. */
  readonly goOn: () => void;
  /** A task's next time from now on; null when there is none. */
  readonly nextDue: (task: Task) => number | null;
  readonly log: Log;
}

const patienceMs = 2_000;

/**
 * Everything stops at once and stays stopped, also over restarts, until an owner has seen what would go on and lets it.
 * Unlike a pause it cuts what runs. Nothing is lost: turns go back to the queue, deliveries and messages stay where they are.
 */
export const createEmergency = (deps: EmergencyDeps) => {
  const { store, clock, audit, log } = deps;
  let on = deps.before;
  let isKept = true;
  let releasing: Promise<void> = Promise.resolve();

  const onlyOwner = (person: Person): void => {
    if (person.role !== 'owner') throw new AppError('not-allowed');
  };
  const note = (person: Person, decision: string, detail: string): void =>
    store.db.tx(() =>
      audit.append({
        actor: `person:${person.id}`,
        workspaceId: null,
        turnId: null,
        callHash: null,
        decision,
        rule: 'emergency-stop',
        outcome: 'done',
        detail,
      }),
    );
  const keep = (stopped: Stopped): void => {
    try {
      deps.remember(stopped);
      isKept = true;
    } catch (error) {
      isKept = false;
      log('error', 'the emergency stop could not be written down', { error: messageOf(error) });
    }
  };
  const said = (write: () => void): void => {
    try {
      write();
    } catch (error) {
      // A full disk must not keep anything from stopping.
      log('error', 'the emergency stop could not be recorded', { error: messageOf(error) });
    }
  };
  const held = (): HeldItem[] => (on === null ? [] : heldItems(store.db, clock.now()));
  const view = (): EmergencyView => ({
    on: on === null ? null : { at: on.at, by: store.people.get(on.personId)?.name ?? '', isKept },
    held: held(),
  });
  const finish = async (mine: Stopped): Promise<void> => {
    await deps.thaw();
    if (on === mine) on = null;
  };

  return {
    isOn: (): boolean => on !== null,
    view,
    /** Throws AppError not-allowed. */
    async stop(person: Person): Promise<{ turns: number; frozen: number; ended: number }> {
      onlyOwner(person);
      on = { at: on?.at ?? clock.now(), personId: on?.personId ?? person.id };
      const { turns, ended } = deps.interruptTurns();
      deps.stopCommands();
      deps.holdOutbound();
      const wasReleasing = releasing;
      const frozen = deps.freeze();
      keep(on);
      log('warn', 'emergency stop', { personId: person.id });
      said(() => announceHost(store.db, 'emergency'));
      await wasReleasing;
      // A tool that does not listen keeps nobody waiting; its turn is cut all the same.
      await Promise.race([ended, new Promise<void>((resolve) => void clock.after(patienceMs, resolve))]);
      const did = { turns, ...(await frozen) };
      // What a release had just woken.
      await deps.freeze();
      said(() => note(person, 'stop', `turns ${did.turns}, sandboxes frozen ${did.frozen}, ended ${did.ended}`));
      said(() => announceHost(store.db, 'emergency'));
      return did;
    },
    /** Throws AppError not-allowed, emergency-more-held; then nothing was released. Does nothing when nothing is stopped. */
    async release(person: Person, o: { seen: readonly string[]; drop: readonly string[] }): Promise<{ gone: number; dropped: number }> {
      onlyOwner(person);
      const mine = on;
      if (mine === null) return { gone: 0, dropped: 0 };
      const seen = new Set(o.seen);
      const items = held();
      const more = items.filter(({ id }) => !seen.has(id));
      if (more.length > 0) throw new AppError('emergency-more-held', { count: more.length });
      const dropped = items.filter(({ id }) => o.drop.includes(id));
      const did = { gone: items.length - dropped.length, dropped: dropped.length };
      store.db.tx(() => {
        dropHeld(store.db, dropped, deps.nextDue, clock.now());
        note(person, 'release', `${did.gone} go on, ${did.dropped} dropped`);
      });
      deps.remember(null);
      releasing = finish(mine);
      await releasing;
      log('warn', 'emergency stop released', { personId: person.id, ...did });
      announceHost(store.db, 'emergency');
      if (on === null) deps.goOn();
      return did;
    },
  };
};
export type Emergency = ReturnType<typeof createEmergency>;
