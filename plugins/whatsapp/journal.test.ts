import { expect, it } from 'vitest';
import { createJournal } from './journal.ts';
import { rowsOf } from './rows.ts';

const storage = () => {
  const kept = new Map<string, Uint8Array>();
  const commit = (put: ReadonlyMap<string, Uint8Array | null>): void => {
    for (const [key, value] of put) {
      if (value) kept.set(key, value);
      else kept.delete(key);
    }
  };
  return {
    get: async (key: string) => kept.get(key) ?? null,
    list: async (under: string) => [...kept.keys()].filter((key) => key.startsWith(under)),
    commit: async (put: ReadonlyMap<string, Uint8Array | null>) => commit(put),
    sync: { get: (key: string) => kept.get(key) ?? null, commit },
  };
};
const family = '12036@g.us';
const entry = (e: { remoteJid: string; participant?: string | null }) => ({ id: 'ID1', fromMe: false, participant: null, at: 1, ...e });
const journalWith = (e: ReturnType<typeof entry>) => {
  const journal = createJournal(rowsOf(storage(), 'con'));
  journal.arrived(e);
  return { journal, line: journal.keyOf(e, []) };
};

it('finds the line of a message that comes again under the other form of its chat', () => {
  const { journal, line } = journalWith(entry({ remoteJid: '491702@s.whatsapp.net' }));
  expect(journal.keyOf(entry({ remoteJid: '77@lid' }), ['77@lid', '491702@s.whatsapp.net'])).toBe(line);
});

it('finds the line of a group message whose author comes under another form', () => {
  const { journal, line } = journalWith(entry({ remoteJid: family, participant: '491702@s.whatsapp.net' }));
  expect(journal.keyOf(entry({ remoteJid: family, participant: '77@lid' }), ['77@lid', '491702@s.whatsapp.net'])).toBe(line);
});

it('takes no line of another chat, or of another author, for the same id', () => {
  const { journal, line } = journalWith(entry({ remoteJid: family, participant: '491702@s.whatsapp.net' }));
  const eve = ['88@lid', '491799@s.whatsapp.net'];
  expect(journal.keyOf(entry({ remoteJid: '88@lid' }), eve)).not.toBe(line);
  expect(journal.keyOf(entry({ remoteJid: family, participant: '88@lid' }), eve)).not.toBe(line);
  expect(journal.keyOf(entry({ remoteJid: '999@g.us', participant: '77@lid' }), ['77@lid', '491702@s.whatsapp.net'])).not.toBe(line);
});
