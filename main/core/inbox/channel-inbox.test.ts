import { expect, it } from 'vitest';
import type { ChannelChange, ChannelMessage } from '#plugin-api';
import { createChannelInbox } from './channel-inbox.ts';
import type { Incoming } from './inbox.ts';

const line = { id: 'con', channel: 'net', mode: 'own' } as const;
const message = (text: string, more: Partial<ChannelMessage> = {}): ChannelMessage => ({
  type: 'message',
  eventId: text,
  externalKey: `chat|me|out|${text}`,
  externalId: text,
  chatKey: 'chat',
  senderKey: 'me',
  aliases: [],
  fromSelf: true,
  sentAt: 1,
  text,
  files: [],
  mentions: [],
  late: false,
  kind: 'self',
  ...more,
});
const photo = { kind: 'image', name: '', mime: 'image/png', bytes: 1, ref: 'r' } as const;

const reaction = (chatKey: string): ChannelChange => {
  const { text: _, files: _f, mentions: _m, late: _l, ...common } = message(`to ${chatKey}`);
  return { ...common, type: 'react', target: 'x', text: '+', chatKey };
};

/** An inbox whose files come when `fetched` is resolved, and what it stored. */
const begin = () => {
  const stored: string[] = [];
  const fetched = Promise.withResolvers<void>();
  const inbox = createChannelInbox({
    isOurs: () => false,
    noteChat: (_, seen) => ({ id: seen.chatKey, isOpen: true, wasClosed: false }),
    register: () => undefined,
    identify: () => ({ id: 'p', role: 'owner', name: '' }),
    roleIn: () => 'owner',
    isOwner: () => true,
    isAssistant: () => false,
    trigger: () => ({ when: 'always', names: [] }),
    worksUnaddressed: (text) => text === '/stop',
    async files() {
      await fetched.promise;
      return {};
    },
    accept: async (incoming: Incoming) => void stored.push(incoming.text),
    change: (what, c) => void stored.push(`${what} in ${c.chatId}`),
    log: () => undefined,
  });
  return { inbox, stored, fetched };
};

it('keeps the order of a chat while a file is fetched, but lets a stop through', async () => {
  const { inbox, stored, fetched } = begin();
  const first = inbox.receive(line, message('look', { files: [photo] }));
  const second = inbox.receive(line, message('what is it'));
  await inbox.receive(line, message('/stop'));
  expect(stored).toEqual(['/stop']);
  fetched.resolve();
  await Promise.all([first, second]);
  expect(stored).toEqual(['/stop', 'look', 'what is it']);
});

it('holds a change back for what came before it in its chat, and for no other chat', async () => {
  const { inbox, stored, fetched } = begin();
  const first = inbox.receive(line, message('look', { files: [photo] }));
  const late = inbox.change(line, reaction('chat'));
  await inbox.change(line, reaction('other'));
  expect(stored).toEqual(['react in other']);
  fetched.resolve();
  await Promise.all([first, late]);
  expect(stored).toEqual(['react in other', 'look', 'react in chat']);
});
