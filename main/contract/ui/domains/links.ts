import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { colors } from '../../model/colors.ts';
import { Reason } from '../../model/reason.ts';
import { linkStates } from '../../model/states.ts';
import { base, id, name } from './base.ts';

/** A linked number. What every host has (window, terminal, tasks) is not one. */
export const LinkView = z.object({
  id: z.string(),
  channel: z.string(),
  name: z.string(),
  color: z.enum(colors),
  /** Whose number it is. `own`: only the chat with oneself is active until more is chosen. */
  mode: z.enum(['own', 'assistant']),
  state: z.enum(linkStates),
  reason: Reason.nullable(),
  since: z.number(),
  /** When the network was last heard. */
  heardAt: z.number().nullable(),
  nextTryAt: z.number().nullable(),
  attempt: z.number().int(),
  /** While pairing: what the phone has to scan, until when, and what can be typed instead. */
  qr: z.string().nullable(),
  qrUntil: z.number().nullable(),
  pairingCode: z.string().nullable(),
  self: z.object({ name: z.string(), number: z.string() }).nullable(),
});
export type LinkView = z.infer<typeof LinkView>;

/** A chat of a linked number: known by name and time alone until it is registered. */
export const LinkChatView = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['self', 'direct', 'group']),
  lastAt: z.number().nullable(),
  /** Set for a chat that is read. */
  workspaceId: z.string().nullable(),
  /** Not in this group any more. */
  hasLeft: z.boolean(),
});
export type LinkChatView = z.infer<typeof LinkChatView>;

const one = z.object({ id });
export const links = {
  list: base.output(z.array(LinkView)),
  /** The whole list, at once and after each change; what only counts up (last heard) at most every 10 s. */
  watch: base.output(eventIterator(z.array(LinkView))),
  /** Which networks there are to link to. */
  channels: base.output(z.array(z.object({ id: z.string(), title: z.string() }))),
  /** `ownerNumber`: with a number for the assistant, the number its owner writes from. */
  add: base
    .input(z.object({ channel: name, name, mode: z.enum(['own', 'assistant']), ownerNumber: z.string().max(30).optional() }))
    .output(LinkView),
  /** Shows codes. With the phone's number there is also one to type. */
  pair: base.input(z.object({ id, phone: z.string().max(30).optional() })).output(LinkView),
  cancelPairing: base.input(one).output(LinkView),
  /** Does not wait for the next try. */
  tryNow: base.input(one).output(LinkView),
  rename: base.input(z.object({ id, name })).output(LinkView),
  /** Ends the link on both sides and removes its keys from this computer; the chats stay as they are. */
  unlink: base.input(one).output(z.object({ unlinked: z.literal(true) })),
  chats: base.input(one).output(z.array(LinkChatView)),
  /** From then on what is said there is kept, and the workspace's agent answers. */
  registerChat: base.input(z.object({ chatId: id, workspaceId: id })).output(z.object({ registered: z.literal(true) })),
  /** From then on nothing of it is kept and nothing is sent there; what was kept stays. */
  closeChat: base.input(z.object({ chatId: id })).output(z.object({ closed: z.literal(true) })),
};
