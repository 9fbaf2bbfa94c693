import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ShownMessage } from '../../sim/whatsapp/accounts.ts';
import type { WhatsAppSim } from '../../sim/whatsapp/server.ts';
import { type Link, links, people, readersOf } from './cast.ts';
import type { Said } from './plan.ts';

export type Row = Record<string, string | number | null>;
export interface World {
  readonly sim: WhatsAppSim;
  readonly home: string;
  readonly said: readonly Said[];
  /** Nonces that the network may have lost. */
  readonly excused: ReadonlySet<string>;
  /** Said when all else was quiet: its signs may still be on their way. */
  readonly isLast: (said: Said) => boolean;
}

export const rowsOf = (home: string, sql: string, ...values: string[]): Row[] => {
  const db = new DatabaseSync(join(home, 'pynchy.db'), { readOnly: true });
  try {
    return db.prepare(sql).all(...values) as Row[];
  } finally {
    db.close();
  }
};

/** What a phone shows that names this answer, deleted messages left out. */
export const answersOn = ({ sim }: World, phone: string, nonce: string): ShownMessage[] =>
  sim.phone(phone).shown.filter((m) => !m.isDeleted && m.text.includes(`Said ${nonce}.`));

const messagesSql =
  "SELECT n.name AS link, m.text, m.state, m.reason_code FROM messages m JOIN connections n ON n.id = m.connection_id WHERE n.channel = 'whatsapp' AND m.origin = 'human'";
/** Every message of people that the linked numbers have stored. */
export const storedIn = (home: string) => {
  const rows = rowsOf(home, messagesSql);
  return { count: rows.length, of: (link: Link, text: string): Row[] => rows.filter((row) => row.link === link && row.text === text) };
};

/** What is still on its way somewhere; null when nothing is. */
export const openIn = (w: World): string | null => {
  for (const link of links)
    for (const c of w.sim.phone(link).account.companions.values())
      if (!c.removed)
        for (const q of c.queue.values()) if (q.tag === 'message') return `${link} has not confirmed ${JSON.stringify(q.attrs)}`;
  const stored = storedIn(w.home);
  for (const s of w.said)
    for (const link of s.links) {
      const [row] = stored.of(link, s.text);
      if (w.excused.has(s.nonce) && !row) continue;
      if (!row) return `${s.nonce} is not stored by ${link}`;
      if (['received', 'queued', 'claimed'].includes(String(row.state))) return `${s.nonce} is ${row.state} at ${link}`;
      if (s.kind !== 'ask' || row.state !== 'answered') continue;
      for (const reader of readersOf(s))
        if (!answersOn(w, reader, s.nonce).some((m) => m.from === link)) return `${reader} has no answer of ${link} to ${s.nonce}`;
    }
  const [turn] = rowsOf(w.home, "SELECT id, state FROM turns WHERE state IN ('queued', 'running', 'waiting', 'interrupted') LIMIT 1");
  if (turn) return `turn ${turn.id} is ${turn.state}`;
  const [delivery] = rowsOf(w.home, "SELECT id, op, state, reason_code FROM deliveries WHERE state IN ('queued', 'sending') LIMIT 1");
  return delivery ? `delivery ${delivery.id} (${delivery.op}) is ${delivery.state}, ${delivery.reason_code}` : null;
};

export const phones: readonly string[] = people.map(([, name]) => name);
