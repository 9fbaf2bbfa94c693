import { z } from 'zod';
import type { WhatsAppSim } from './server.ts';

const who = z.string().min(1);
const names = z.array(who);
const id = z.string().min(1);

/** Everything that can be asked of the simulator from outside; `who` is the person whose phone does it. */
export const Command = z.discriminatedUnion('do', [
  z.object({ do: z.literal('person'), pn: z.string().regex(/^\d+$/), name: who }),
  z.object({ do: z.literal('scan'), who, qr: z.string() }),
  z.object({ do: z.literal('code'), who, code: z.string() }),
  z.object({ do: z.literal('unlink'), who }),
  z.object({
    do: z.literal('say'),
    who,
    to: who,
    text: z.string(),
    quote: id.optional(),
    mentions: names.optional(),
    addressing: z.enum(['lid', 'pn']).optional(),
    twice: z.boolean().optional(),
    isDamaged: z.boolean().optional(),
  }),
  z.object({ do: z.literal('react'), who, id, emoji: z.string() }),
  z.object({ do: z.literal('edit'), who, id, text: z.string() }),
  z.object({ do: z.literal('delete'), who, id }),
  z.object({ do: z.literal('read'), who, id }),
  z.object({ do: z.literal('typing'), who, to: who, state: z.enum(['composing', 'recording', 'paused']) }),
  z.object({ do: z.literal('there'), who, isThere: z.boolean() }),
  z.object({ do: z.literal('airplane'), who, on: z.boolean() }),
  z.object({ do: z.literal('cannot-read'), who, count: z.int().min(0) }),
  z.object({ do: z.literal('group'), who, subject: who, members: names, addressing: z.enum(['lid', 'pn']).optional() }),
  z.object({ do: z.enum(['add', 'remove', 'promote', 'demote']), who, group: who, members: names }),
  z.object({ do: z.literal('leave'), who, group: who }),
  z.object({ do: z.literal('rename'), who, group: who, subject: who }),
  z.object({ do: z.literal('chats'), who }),
  z.object({ do: z.literal('thread'), who, chat: who }),
  z.object({ do: z.literal('shown'), who }),
  z.object({
    do: z.literal('faults'),
    faults: z
      .object({
        refuseUpgrade: z.number().nullable(),
        isSilent: z.boolean(),
        dropAcks: z.boolean(),
        loseMessages: z.boolean(),
        refuseMessages: z.number().nullable(),
        refuseLogin: z.number().nullable(),
        withoutOfflineEnd: z.boolean(),
        withoutHistory: z.boolean(),
        isHeld: z.boolean(),
        damageNext: z.int().min(0),
        holdsQuestions: z.boolean(),
        forgetsReceipts: z.boolean(),
      })
      .partial(),
  }),
  z.object({ do: z.literal('release'), order: z.enum(['same', 'reversed']).default('same') }),
  z.object({ do: z.literal('drop'), who: who.optional() }),
  z.object({ do: z.literal('end'), code: z.union([z.literal(515), z.literal(440), z.literal(401), z.literal(503)]), who: who.optional() }),
  z.object({ do: z.literal('state') }),
]);
export type Command = z.infer<typeof Command>;

/** Does it; resolves with what there is to tell. Throws in words when it cannot be done. */
export const obey = async (sim: WhatsAppSim, c: Command): Promise<unknown> => {
  switch (c.do) {
    case 'person':
      return { lid: sim.addPerson(c.pn, c.name).account.lid };
    case 'faults':
      return { ...Object.assign(sim.faults, c.faults) };
    case 'release':
      return sim.release(c.order === 'same' ? undefined : (list) => list.toReversed());
    case 'drop':
      return sim.dropAll(c.who);
    case 'end':
      return sim.endAll(c.code, c.who);
    case 'state':
      return { sockets: sim.sockets(), problems: sim.problems, faults: sim.faults };
    default:
      return onPhone(sim, c);
  }
};

type OnPhone = Exclude<Command, { do: 'person' | 'faults' | 'release' | 'drop' | 'end' | 'state' }>;
const onPhone = async (sim: WhatsAppSim, c: OnPhone): Promise<unknown> => {
  const phone = sim.phone(c.who);
  switch (c.do) {
    case 'scan':
      return phone.scan(c.qr);
    case 'code':
      return void (await phone.enterCode(c.code));
    case 'unlink':
      return phone.unlink();
    case 'say': {
      const { do: _, who: __, to, text, ...more } = c;
      return { id: await phone.say(to, text, more) };
    }
    case 'react':
      return { id: await phone.react(c.id, c.emoji) };
    case 'edit':
      return { id: await phone.edit(c.id, c.text) };
    case 'delete':
      return { id: await phone.delete(c.id) };
    case 'read':
      return phone.read(phone.message(c.id));
    case 'typing':
      return phone.typing(c.to, c.state);
    case 'there':
      return phone.there(c.isThere);
    case 'airplane':
      return void (await phone.airplane(c.on));
    case 'cannot-read':
      return phone.cannotRead(c.count);
    case 'group':
      return { id: phone.createGroup(c.subject, c.members, c.addressing).id };
    case 'add':
      return phone.addTo(c.group, ...c.members);
    case 'remove':
      return phone.removeFrom(c.group, ...c.members);
    case 'promote':
      return phone.promote(c.group, ...c.members);
    case 'demote':
      return phone.demote(c.group, ...c.members);
    case 'leave':
      return phone.leave(c.group);
    case 'rename':
      return phone.rename(c.group, c.subject);
    case 'chats':
      return { chats: phone.chats() };
    case 'thread':
      return { messages: phone.thread(c.chat) };
    case 'shown':
      return {
        messages: phone.shown.map(({ content: _, reactions, deliveredTo, readBy, ...m }) => ({
          ...m,
          reactions: Object.fromEntries(reactions),
          deliveredTo: [...deliveredTo],
          readBy: [...readBy],
        })),
      };
  }
};
