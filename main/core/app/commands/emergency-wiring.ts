import { AppError } from '#contract/errors.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import type { Message, Person } from '#contract/model/records.ts';
import type { HeldItem } from '#contract/ui/domains/emergency.ts';
import type { Command } from '../../commands/recognise.ts';
import type { Queue } from '../../queue/queue.ts';
import type { Sandboxes } from '../../sandbox/ports.ts';
import { nextDue } from '../../scheduler/rules.ts';
import type { Scheduler } from '../../scheduler/scheduler.ts';
import { createEmergency, type Emergency } from '../../services/emergency.ts';
import type { Replies } from '../channels/replies.ts';
import type { Foundation } from '../foundation.ts';

interface EmergencyParts {
  readonly queue: Queue;
  readonly stopCommands: () => void;
  readonly outbox: Replies['outbox'];
  readonly sandboxes: Sandboxes;
  readonly scheduler: Scheduler;
  /** Those of sandboxes to the outside. */
  readonly cutConnections: () => void;
}

/** "Stop everything" and its release. */
export const wireEmergency = ({ store, clock, audit, settings, log }: Foundation, p: EmergencyParts): Emergency =>
  createEmergency({
    store,
    clock,
    audit,
    before: settings.get().emergency,
    remember: (stopped) => settings.set('emergency', stopped),
    interruptTurns: p.queue.interruptAll,
    stopCommands: p.stopCommands,
    holdOutbound: p.outbox.hold,
    freeze() {
      p.cutConnections();
      return p.sandboxes.freezeAll();
    },
    thaw: p.sandboxes.thawAll,
    nextDue: (task) => nextDue(task.rule, task.zone, clock.now()),
    goOn() {
      p.scheduler.rearm();
      p.queue.resume();
      p.outbox.wake();
    },
    log,
  });

export type EmergencyCommand = Extract<Command, { kind: 'stop-everything' | 'release' }>;
const listed = 30;
const line = ({ kind, where, text }: HeldItem, i: number): string =>
  `${i + 1}. ${kind === 'delivery' ? 'to' : kind} ${where}: ${text.replaceAll(/\s+/g, ' ').slice(0, 100)}`;

/** The same in words, typed on a phone or in a chat: `release` shows a list, and only what was on it can be released. */
export const emergencyByWord = (emergency: Emergency) => {
  const shown = new Map<string, readonly HeldItem[]>();
  const list = (chatId: string): Reason => {
    const { held } = emergency.view();
    shown.set(chatId, held);
    const rest = held.length > listed ? [`… and ${held.length - listed} more, to be seen in the app`] : [];
    return reason('emergency-held', { list: [...held.slice(0, listed).map(line), ...rest].join('\n') });
  };
  const release = async (chatId: string, person: Person, drop: readonly HeldItem[]): Promise<Reason> => {
    const seen = (shown.get(chatId) ?? []).map(({ id }) => id);
    const did = await emergency.release(person, { seen, drop: drop.map(({ id }) => id) });
    shown.delete(chatId);
    return reason('emergency-released', did);
  };

  return async (message: Message, person: Person, command: EmergencyCommand): Promise<Reason> => {
    const { chatId } = message;
    if (person.role !== 'owner') throw new AppError('not-allowed');
    if (command.kind === 'stop-everything') return reason('emergency-stopped', await emergency.stop(person));
    const { on, held } = emergency.view();
    if (on === null) return reason('emergency-not-on');
    if (held.length === 0) return release(chatId, person, []);
    if (!command.all || !shown.has(chatId)) return list(chatId);
    const drop = command.but.map((n) => {
      const item = shown.get(chatId)?.[n - 1];
      if (!item) throw new AppError('emergency-no-such-item', { which: n });
      return item;
    });
    return release(chatId, person, drop);
  };
};
