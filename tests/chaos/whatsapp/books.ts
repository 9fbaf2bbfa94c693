import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { links, readersOf } from './cast.ts';
import { answersOn, phones, rowsOf, storedIn, type World } from './ledger.ts';

type Expect = (holds: boolean, what: string) => void;

/** Compares what the phones show and what is stored with what was said, and lists every entry that does not balance. */
export const checkBooks = (w: World): string[] => {
  const wrong: string[] = [];
  const expect: Expect = (holds, what) => void (holds || wrong.push(what));
  checkStored(w, expect);
  checkShown(w, expect);
  checkPrivate(w, expect);
  expect(w.sim.sockets().mostOfOneDevice === 1, `a number had ${w.sim.sockets().mostOfOneDevice} sockets at once`);
  expect(w.sim.problems.length === 0, `the network could not read: ${w.sim.problems.join(', ')}`);
  return wrong;
};

const checkStored = (w: World, expect: Expect): void => {
  const stored = storedIn(w.home);
  let known = 0;
  for (const s of w.said)
    for (const link of links) {
      const rows = stored.of(link, s.text);
      known += rows.length;
      const isOwed = s.links.includes(link);
      const isRight = isOwed ? rows.length === 1 || (rows.length === 0 && w.excused.has(s.nonce)) : rows.length === 0;
      expect(isRight, `${s.nonce} (${s.who} to ${s.to}) is stored ${rows.length} times by ${link}`);
      for (const row of rows)
        expect(row.state === (s.kind === 'ask' ? 'answered' : 'ignored'), `${s.nonce} at ${link} is ${row.state}, ${row.reason_code}`);
    }
  expect(stored.count === known, `${stored.count} messages are stored, ${known} are known`);
  for (const row of rowsOf(
    w.home,
    `SELECT t.id, t.state, (SELECT count(*) FROM messages m WHERE m.turn_id = t.id AND m.external_key LIKE 'own:final:%') AS finals FROM turns t`,
  ))
    expect(row.state === 'done' && row.finals === 1, `turn ${row.id} is ${row.state} with ${row.finals} answers`);
  for (const row of rowsOf(
    w.home,
    "SELECT id, op, source_kind, state, reason_code FROM deliveries WHERE source_kind = 'turn' AND state IN ('failed', 'unknown')",
  ))
    expect(row.op === 'edit', `the answer ${row.id} is ${row.state}, ${row.reason_code}`);
};

const checkShown = (w: World, expect: Expect): void => {
  for (const s of w.said)
    for (const phone of phones) {
      const answers = answersOn(w, phone, s.nonce);
      for (const link of links) {
        const here = answers.filter((m) => m.from === link);
        const isOwed = s.kind === 'ask' && s.links.includes(link) && readersOf(s).includes(phone as never);
        const isRight = isOwed ? here.length === 1 || (here.length === 0 && w.excused.has(s.nonce)) : here.length === 0;
        expect(isRight, `the phone of ${phone} shows ${here.length} answers of ${link} to ${s.nonce} (${s.who} to ${s.to})`);
        for (const m of here)
          expect(chatOn(w, phone, s) === m.chat, `the answer to ${s.nonce} stands in ${m.chat} on the phone of ${phone}`);
      }
      expect(
        answers.every((m) => links.includes(m.from as never)),
        `somebody else answered ${s.nonce}`,
      );
    }
  for (const phone of phones)
    for (const m of w.sim.phone(phone).shown)
      expect(
        m.isDeleted || !links.includes(m.from as never) || !/…\s*$/.test(m.text),
        `a placeholder is left on the phone of ${phone}: ${m.text}`,
      );
};
const chatOn = ({ sim }: World, phone: string, s: { who: string; to: string }): string => {
  if (['Family', 'Team', 'Both', 'Secret'].includes(s.to)) return sim.group(s.to).id;
  return phone === s.who ? s.to : s.who;
};

const checkPrivate = (w: World, expect: Expect): void => {
  const secrets = w.said.filter((s) => s.kind === 'private');
  for (const file of readdirSync(w.home, { recursive: true, withFileTypes: true }).filter((f) => f.isFile())) {
    const content = readFileSync(join(file.parentPath, file.name));
    for (const s of secrets) expect(!content.includes(`${s.nonce}`), `${s.nonce}, which nobody may keep, stands in ${file.name}`);
  }
};
