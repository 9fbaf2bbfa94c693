import type { Companion } from './accounts.ts';
import type { Faults } from './faults.ts';
import { type Node, node } from './nodes.ts';
import type { Session } from './session.ts';

export interface QueuePorts {
  readonly faults: Faults;
  readonly sessionOf: (companion: Companion) => Session | null;
}

/** What goes to linked devices. A stanza waits until its device has confirmed it; a new connection gets what waits. */
export const createQueues = ({ faults, sessionOf }: QueuePorts) => {
  const held: { companion: Companion; stanza: Node }[] = [];
  const send = (companion: Companion, stanza: Node): void => {
    const session = sessionOf(companion);
    if (session?.isReady) session.send(stanza);
  };
  return {
    deliver(companion: Companion, stanza: Node): void {
      if (companion.removed) return;
      companion.queue.set(keyOf(stanza), stanza);
      if (faults.isHeld) held.push({ companion, stanza });
      else send(companion, stanza);
    },
    /** What is only true now: who is writing. It waits for nobody. */
    tell(companion: Companion, stanza: Node): void {
      if (!companion.removed && !faults.isHeld) send(companion, stanza);
    },
    /** Sends what was held back, in the order that `arrange` makes of it. */
    release(arrange: <T>(list: readonly T[]) => readonly T[] = (list) => list): void {
      faults.isHeld = false;
      for (const { companion, stanza } of arrange(held.splice(0))) if (companion.queue.has(keyOf(stanza))) send(companion, stanza);
    },
    /** The device has it. `confirmed` names what it confirms. */
    settle(companion: Companion, confirmed: Confirmed): void {
      if (!faults.forgetsReceipts) companion.queue.delete(keyOf(confirmed));
    },
    /** What waited, marked as such, then the word that this was all. */
    flush(session: Session): void {
      const waiting = [...(session.companion?.queue.values() ?? [])];
      for (const [i, stanza] of waiting.entries()) session.send({ ...stanza, attrs: { ...stanza.attrs, offline: String(i) } });
      if (!faults.withoutOfflineEnd)
        session.send(node('ib', { from: 's.whatsapp.net' }, [node('offline', { count: String(waiting.length) })]));
      session.isReady = true;
    },
  };
};
export type Queues = ReturnType<typeof createQueues>;

interface Confirmed {
  readonly tag: string;
  readonly attrs: { readonly [name: string]: string | undefined };
}
/** A message is known by its id alone; the same receipt comes from everybody in a group. */
const keyOf = ({ tag, attrs }: Confirmed): string =>
  tag === 'receipt' ? [tag, attrs.id, attrs.type ?? '', attrs.participant ?? ''].join('|') : `${tag}|${attrs.id}`;
