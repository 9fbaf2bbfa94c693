import { bare } from './ids.ts';
import type { Incoming } from './incoming.ts';
import type { Rows } from './rows.ts';

/** A message the network has given us and the host has not stored yet. `event` is missing until it could be read. */
type Event = Extract<Incoming, { kind: 'event' }>['event'];

export interface Entry {
  readonly key: string;
  readonly id: string;
  readonly remoteJid: string;
  readonly fromMe: boolean;
  readonly participant: string | null;
  readonly at: number;
  readonly event: Event | null;
}

type Named = Pick<Entry, 'id' | 'remoteJid' | 'fromMe' | 'participant'>;

const under = 'in/';
const doneMax = 2_000;

/**
 * The inbound journal: a line before the receipt goes out, its content as soon as it is read, gone when the host has stored
 * it. After a kill, lines with content are handed over again and the others are asked for.
 */
export const createJournal = (rows: Rows) => {
  const open = new Map<string, Entry>();
  const done = new Set<string>();
  let last = 0;
  // Ids are their senders' choice: two of a group may give the same one.
  const keyFor = (m: Named): string => `${under}${m.id}/${m.remoteJid}/${m.fromMe ? 'me' : m.participant ? bare(m.participant) : ''}`;
  const put = (entry: Entry, also: readonly [string, string | null][] = []): void => {
    open.set(entry.key, entry);
    rows.commit([[entry.key, JSON.stringify(entry)], ...also]);
  };

  return {
    /** Loads what an earlier process left, oldest first. */
    async load(): Promise<Entry[]> {
      for (const key of await rows.list(under)) {
        const entry = parse(rows, key);
        if (entry) open.set(key, entry);
      }
      return [...open.values()].sort((a, b) => a.at - b.at);
    },
    /** Before anything else is done with it. */
    arrived(entry: Omit<Entry, 'key' | 'event'>): void {
      const key = keyFor(entry);
      // Two of one millisecond stay in order.
      last = Math.max(last + 1, entry.at);
      if (!open.has(key) && !done.has(key)) put({ ...entry, at: last, key, event: null });
    },
    /** The line of a message; one that was asked for again may come under another form of its person: `forms` are all of them. */
    keyOf: (m: Named, forms: readonly string[]): string => {
      const exact = keyFor(m);
      if (open.has(exact) || done.has(exact)) return exact;
      const isIt = (e: Entry): boolean => {
        if (e.id !== m.id || e.fromMe !== m.fromMe || e.event !== null) return false;
        // Ids are their senders' choice: the same one in another chat is another message.
        if (e.remoteJid !== m.remoteJid) return forms.includes(e.remoteJid);
        return e.participant === null ? m.participant === null : forms.includes(bare(e.participant));
      };
      return [...open.values()].find(isIt)?.key ?? exact;
    },
    /** It could be read; `also` is committed with it. False when it was handed over before. */
    read(key: string, entry: Omit<Entry, 'key' | 'event'>, event: Event, also: readonly [string, string | null][] = []): boolean {
      const before = open.get(key);
      if (done.has(key) || before?.event) return false;
      put({ ...(before ?? { ...entry, key }), event }, also);
      return true;
    },
    /** Stored by the host, or nothing to store. */
    settle(key: string): void {
      const event = open.get(key)?.event;
      if (open.delete(key)) rows.commit([[key, null]]);
      // What was given up may still come, from a phone that was off for long.
      if (event?.type === 'message' && event.unsupported === 'unreadable') return;
      done.add(key);
      if (done.size > doneMax) for (const oldest of done) return void done.delete(oldest);
    },
    unread: (): Entry[] => [...open.values()].filter((entry) => entry.event === null),
    forget: (): void => open.clear(),
  };
};
export type Journal = ReturnType<typeof createJournal>;

// A line that cannot be read any more says nothing about a message.
const parse = (rows: Rows, key: string): Entry | null => {
  try {
    return JSON.parse(rows.get(key) ?? 'null') as Entry | null;
  } catch {
    return null;
  }
};
