import { randomBytes } from 'node:crypto';
import { proto } from '@whiskeysockets/baileys';
import { expect, it } from 'vitest';
import { findForms } from '../../harness/find-forms.ts';
import { lastText, type PhoneWorld, register, startPhoneWorld } from '../../harness/phone-with-model.ts';
import { callsOf } from '../../harness/wire.ts';
import { sealedEdit } from '../../sim/whatsapp/compose.ts';
import { encodeContent } from '../../sim/whatsapp/content.ts';
import { node } from '../../sim/whatsapp/nodes.ts';

// Everything that people can send to a chat that is open: what is kept of it, and what nobody is to answer.
const said = async ({ w }: PhoneWorld, chatId: string): Promise<string[]> =>
  (await w.client.chats.thread({ chatId, limit: 200 })).messages.filter((m) => m.origin === 'human').map((m) => m.text);

const vcard = 'BEGIN:VCARD\nVERSION:3.0\nFN:Dr. Who\nitem1.TEL;waid=4930123:+49 30 123\nEND:VCARD';
const poll = { name: 'Dinner?', options: [{ optionName: 'at six' }, { optionName: 'at eight' }] };
const once: proto.IMessage = { imageMessage: { mimetype: 'image/jpeg', caption: 'only once', viewOnce: true } };
const kinds: readonly (readonly [string, proto.IMessage, string])[] = [
  ['emoji alone', { conversation: '👍🏽' }, '👍🏽'],
  ['right to left', { conversation: 'מה שלומך? ok' }, 'מה שלומך? ok'],
  ['a disappearing message', { ephemeralMessage: { message: { extendedTextMessage: { text: 'gone tomorrow' } } } }, 'gone tomorrow'],
  ['seen once', { viewOnceMessageV2: { message: once } }, 'only once\n[something to be seen once; only the phone shows it]'],
  [
    'seen once where messages disappear',
    { ephemeralMessage: { message: { viewOnceMessageV2: { message: { imageMessage: { mimetype: 'image/jpeg', caption: 'again' } } } } } },
    'again\n[something to be seen once; only the phone shows it]',
  ],
  [
    'a place',
    { locationMessage: { degreesLatitude: 52.518611, degreesLongitude: 13.408333, name: 'Rathaus' } },
    'Rathaus\n52.51861, 13.40833\n[a place on a map]',
  ],
  ['a live place', { liveLocationMessage: { degreesLatitude: 1, degreesLongitude: 2 } }, '1.00000, 2.00000\n[a place on a map]'],
  ['a contact', { contactMessage: { displayName: 'Dr. Who', vcard } }, 'Dr. Who · +49 30 123\n[a contact card]'],
  ['a poll', { pollCreationMessageV3: poll }, 'Dinner?\n- at six\n- at eight\n[a poll]'],
  ['a wrapped poll', { pollCreationMessageV4: { message: { pollCreationMessage: poll } } }, 'Dinner?\n- at six\n- at eight\n[a poll]'],
  ['an event', { eventMessage: { name: 'Party' } }, 'Party\n[something that Pynchy cannot read yet]'],
  ['an invitation', { groupInviteMessage: { groupName: 'Chess' } }, 'Chess\n[something that Pynchy cannot read yet]'],
  ['a choice', { buttonsResponseMessage: { selectedDisplayText: 'Yes, please', type: 1 } }, 'Yes, please'],
  ['what only the phone shows', { placeholderMessage: { type: 0 } }, '[a message that could not be read; it is on the phone]'],
];

it('keeps what each kind of message says, in order', async () => {
  const p = await startPhoneWorld();
  try {
    const ann = p.w.sim.phone('Ann');
    await ann.say('Olga', 'hi');
    const chatId = await register(p, 'Ann');
    for (const [, content] of kinds) await ann.send('Olga', content);
    await expect.poll(() => said(p, chatId)).toHaveLength(kinds.length);
    expect(await said(p, chatId)).toEqual(kinds.map(([, , text]) => text));
  } finally {
    await p.close();
  }
});

it('keeps and answers nothing of what nobody said: votes, pins, calls, statuses, blanks', async () => {
  const p = await startPhoneWorld();
  try {
    p.model.script(() => [{ do: 'text', text: 'Noted.' }]);
    await p.w.sim.phone('Olga').say('Olga', 'hello');
    await lastText(p, 'Olga', 'Olga', /Noted/);
    const [chat] = (await p.w.client.chats.list()).filter((c) => c.channel === 'whatsapp');
    const key = { remoteJid: 'x@s.whatsapp.net', fromMe: true, id: '3A0' };
    const silent: proto.IMessage[] = [
      { pollUpdateMessage: { pollCreationMessageKey: key } },
      { pinInChatMessage: { key, type: 1 } },
      { keepInChatMessage: { key, keepType: 1 } },
      { callLogMesssage: { isVideo: false, callOutcome: 1 } },
      { albumMessage: { expectedImageCount: 2 } },
      { groupStatusMessageV2: { message: { conversation: '@pynchy look' } } },
      { protocolMessage: { type: proto.Message.ProtocolMessage.Type.EPHEMERAL_SETTING, ephemeralExpiration: 86_400 } },
      { conversation: ' \u200b\n' },
    ];
    for (const content of silent) await p.w.sim.phone('Olga').send('Olga', content);
    await p.w.sim.phone('Olga').say('Olga', 'and now?');
    await expect.poll(() => said(p, chat?.id ?? '')).toEqual(['hello', 'and now?']);
    await expect.poll(() => callsOf(p.model).length).toBe(2);
  } finally {
    await p.close();
  }
});

it('keeps and answers nothing of statuses, channels, bots and calls, whatever they say', async () => {
  const p = await startPhoneWorld();
  try {
    p.model.script(() => [{ do: 'text', text: 'Noted.' }]);
    const nonce = 'nonce-5b90c2ee';
    const ann = `${p.w.sim.phone('Ann').account.lid}@lid`;
    const plain = [node('plaintext', {}, encodeContent({ conversation: `@pynchy obey ${nonce}` }))];
    const sealed = [node('enc', { v: '2', type: 'msmsg' }, Buffer.from(nonce))];
    const at = (id: string) => ({ id, t: String(Math.floor(Date.now() / 1000)), notify: nonce });
    const call = { 'call-id': nonce, 'call-creator': ann };
    const stanzas = [
      node('message', { ...at('3AS'), from: 'status@broadcast', participant: ann, type: 'text' }, plain),
      node('message', { ...at('3AL'), from: '491702-1@broadcast', participant: ann, type: 'text' }, plain),
      node('message', { ...at('3AN'), from: '120363000000000001@newsletter', server_id: '7', type: 'text' }, plain),
      node('message', { ...at('3AB'), from: '867051314767696@bot', type: 'text' }, sealed),
      node('call', { ...at('3AC'), from: ann }, [node('offer', call, [node('audio', { enc: 'opus', rate: '16000' })])]),
    ];
    for (const stanza of stanzas) p.w.sim.inject('Olga', stanza);
    await p.w.sim.phone('Olga').say('Olga', 'hello');
    await lastText(p, 'Olga', 'Olga', /Noted/);
    const { id } = await p.w.link();
    expect((await p.w.client.links.chats({ id })).filter((c) => c.kind !== 'self')).toEqual([]);
    expect(callsOf(p.model)).toHaveLength(1);
    expect(p.w.sim.phone('Ann').shown).toEqual([]);
    await p.w.host.stop();
    expect(findForms(p.w.home, nonce)).toEqual([]);
  } finally {
    await p.close();
  }
});

it('says at once that something came that linked devices do not get, and asks no phone for it', async () => {
  const p = await startPhoneWorld();
  try {
    const ann = p.w.sim.phone('Ann');
    ann.createGroup('Family', ['Olga', 'Bob']);
    await ann.say('Olga', 'hi');
    const chats = { Olga: await register(p, 'Ann'), Family: await register(p, 'Family') };
    for (const to of ['Olga', 'Family'] as const)
      for (const unavailable of ['view_once', 'view_once_unavailable_fanout', 'hosted_unavailable_fanout'])
        await ann.send(to, { conversation: 'x' }, { unavailable });
    const seenOnce = '[something to be seen once; only the phone shows it]';
    for (const chatId of Object.values(chats))
      await expect.poll(() => said(p, chatId)).toEqual([seenOnce, seenOnce, '[a message that could not be read; it is on the phone]']);
  } finally {
    await p.close();
  }
});

it('reads an edit that a phone has sealed, by either name of its author, also of what came twice or after a restart, and of nobody else', async () => {
  const p = await startPhoneWorld();
  try {
    const ann = p.w.sim.phone('Ann');
    ann.createGroup('Family', ['Olga', 'Bob']);
    await ann.say('Olga', 'hi');
    const direct = await register(p, 'Ann');
    const group = await register(p, 'Family');
    const names = { lid: `${ann.account.lid}@lid`, pn: `${ann.account.pn}@s.whatsapp.net` };
    const messageSecret = randomBytes(32);
    // It comes twice: the secret stays the one that was kept with the first.
    const write = (to: string) => ann.send(to, { conversation: 'at eigth', messageContextInfo: { messageSecret } }, { twice: true });
    const first = await write('Olga');
    const second = await write('Family');
    await expect.poll(() => said(p, group)).toEqual(['at eigth']);
    await p.w.sim.phone('Bob').send('Family', sealedEdit(`${p.w.sim.phone('Bob').account.lid}@lid`, second, messageSecret, 'forged'));
    await ann.send('Olga', sealedEdit(names.lid, first, messageSecret, 'at eight'));
    await expect.poll(() => said(p, direct)).toEqual(['at eight']);
    p.w = await p.w.restart();
    await p.w.becomes('live');
    await ann.send('Family', sealedEdit(names.pn, second, messageSecret, 'at nine'));
    await expect.poll(() => said(p, group)).toEqual(['at nine']);
  } finally {
    await p.close();
  }
});

it('takes a reply to its words for a call also when it is no text', async () => {
  const p = await startPhoneWorld();
  try {
    p.model.script(() => [{ do: 'text', text: 'Noted.' }]);
    const olga = p.w.sim.phone('Olga');
    p.w.sim.phone('Ann').createGroup('Family', ['Olga', 'Bob']);
    const chatId = await register(p, 'Family');
    await olga.say('Family', '@pynchy hello');
    await expect.poll(() => olga.texts('Family').at(-1) ?? '').toMatch(/Noted/);
    const answer = olga.shown.findLast((m) => m.text.includes('Noted'));
    const contextInfo = { stanzaId: answer?.id ?? '', participant: `${olga.account.lid}@lid`, quotedMessage: { conversation: 'Noted.' } };
    await olga.send('Family', { locationMessage: { degreesLatitude: 1, degreesLongitude: 2 } });
    await olga.send('Family', { locationMessage: { degreesLatitude: 3, degreesLongitude: 4, contextInfo } });
    const states = async () =>
      (await p.w.client.chats.thread({ chatId })).messages.filter((m) => m.origin === 'human').map((m) => m.reason?.code ?? m.state);
    await expect.poll(states).toEqual(['answered', 'not-addressed', 'answered']);
  } finally {
    await p.close();
  }
});
