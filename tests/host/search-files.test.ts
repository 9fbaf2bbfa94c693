import { afterEach, beforeEach, expect, it } from 'vitest';
import { type HostUnderTest, startHost } from '../harness/in-process-host.ts';

let t: HostUnderTest;
beforeEach(async () => {
  t = await startHost();
});
afterEach(() => t.stop());

const send = async (name: string, text: string): Promise<void> => {
  const { uploadId } = await t.client.blobs.begin({ chatId: t.chatId, name, bytes: 1 });
  await t.client.blobs.piece({ uploadId, offset: 0, data: new Blob([name.slice(0, 1)]) });
  const { sha256 } = await t.client.blobs.end({ uploadId });
  await t.client.messages.send({ chatId: t.chatId, text, clientId: name, files: [sha256] });
};

it('finds messages by the names of the files that came with them, marked, newest first and page by page', async () => {
  await send('Invoice March.txt', 'here');
  await send('photo.txt', 'the invoice is on it');
  await send('invoice-april_100%.txt', 'another invoice');
  const { hits } = await t.client.chats.search({ query: 'invoice' });
  expect(hits.map(({ file }) => file)).toEqual(['\u2068invoice\u2069-april_100%.txt', null, '\u2068Invoice\u2069 March.txt']);
  expect((await t.client.chats.search({ query: 'march invoice' })).hits.map(({ file }) => file)).toEqual([
    '\u2068Invoice\u2069 \u2068March\u2069.txt',
  ]);
  // What a pattern would mean is a letter here.
  expect((await t.client.chats.search({ query: 'april_100%' })).hits).toHaveLength(1);
  expect((await t.client.chats.search({ query: 'april%100' })).hits).toEqual([]);
  const first = await t.client.chats.search({ query: 'invoice', limit: 2 });
  const second = await t.client.chats.search({ query: 'invoice', limit: 2, before: first.olderBefore });
  expect([...first.hits, ...second.hits].map(({ seq }) => seq)).toEqual(hits.map(({ seq }) => seq));
});

it('tells the answers of rules from those of a model', async () => {
  await t.client.messages.send({ chatId: t.chatId, text: 'Hello', clientId: 'greeting' });
  const found = async () => (await t.client.chats.search({ query: 'hello' })).hits.map(({ origin, noAi }) => ({ origin, noAi }));
  await expect.poll(found).toEqual([
    { origin: 'agent', noAi: true },
    { origin: 'human', noAi: false },
  ]);
});
