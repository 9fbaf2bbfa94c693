import { expect, it } from 'vitest';
import { createSentMessages } from './sent-messages.ts';
import { loadVendor } from './vendor.ts';

const kept = new Map<string, string>();
const rows = {
  list: async (prefix: string) => [...kept.keys()].filter((key) => key.startsWith(prefix)),
  get: (key: string) => kept.get(key) ?? null,
  commit(changes: Iterable<readonly [string, string | null]>) {
    for (const [key, value] of changes)
      if (value === null) kept.delete(key);
      else kept.set(key, value);
  },
};
const post = (text: string) => ({ chatKey: '1@lid', message: { conversation: text } });

it('gives who asks again what a message says now, and nothing of one that was deleted, also after a restart', async () => {
  const vendor = await loadVendor();
  const sent = createSentMessages(vendor, rows);
  sent.keep('A', post('…'));
  sent.keep('B', post('…'));
  sent.keep('C', post('stays'));
  sent.change('A', 'the answer');
  sent.change('B', null);
  sent.change('never sent', 'x');
  const again = createSentMessages(vendor, rows);
  await again.load();
  for (const one of [sent, again]) {
    expect(one.find('A')).toMatchObject({ chatKey: '1@lid', message: { conversation: 'the answer' } });
    expect(one.find('B')).toBeUndefined();
    expect(one.find('C')?.message.conversation).toBe('stays');
  }
});
