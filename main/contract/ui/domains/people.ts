import { z } from 'zod';
import { starters, Trigger } from '../../model/trigger.ts';
import { base, id, name } from './base.ts';

const member = z.object({
  id: z.string(),
  /** '' when nobody has told it. */
  name: z.string(),
  isOwner: z.boolean(),
  isAdmin: z.boolean(),
  mayStart: z.boolean(),
});
/** Who is in a chat of a linked number beside that number, and what they may do there. */
export const ChatPeopleView = z.object({
  trigger: Trigger,
  starters: z.enum(starters),
  members: z.array(member),
});
export type ChatPeopleView = z.infer<typeof ChatPeopleView>;

/** An account from which somebody is the owner. */
export const OwnerNumberView = z.object({
  key: z.string(),
  /** As people write it; '' when the network has not told it. */
  number: z.string(),
  /** Of a number of the owner that is linked now: it cannot be taken away before that ends. */
  isLinked: z.boolean(),
});
export type OwnerNumberView = z.infer<typeof OwnerNumberView>;

const one = z.object({ chatId: id });
const channel = z.object({ channel: name });
export const people = {
  ofChat: base.input(one).output(ChatPeopleView),
  setTrigger: base.input(one.extend({ trigger: Trigger })).output(ChatPeopleView),
  setStarters: base.input(one.extend({ starters: z.enum(starters) })).output(ChatPeopleView),
  setMayStart: base.input(one.extend({ personId: id, may: z.boolean() })).output(ChatPeopleView),
  owners: base.input(channel).output(z.array(OwnerNumberView)),
  addOwner: base.input(channel.extend({ number: z.string().max(40) })).output(z.array(OwnerNumberView)),
  removeOwner: base.input(channel.extend({ key: z.string().min(1).max(100) })).output(z.array(OwnerNumberView)),
};
