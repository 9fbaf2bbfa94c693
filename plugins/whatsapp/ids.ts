import { randomBytes } from 'node:crypto';

/** The id of a message of ours, shaped like the library's own. */
export const newMessageId = (): string => `3EB0${randomBytes(9).toString('hex').toUpperCase()}`;

// Devices of a business that others run for it are devices of the same account.
const servers = new Map([
  ['c.us', 's.whatsapp.net'],
  ['hosted', 's.whatsapp.net'],
  ['hosted.lid', 'lid'],
]);

/** Without the device, in the spelling of the network. */
export const bare = (jid: string): string => {
  const [user = '', server = ''] = jid.split('@');
  return `${user.split(':')[0]}@${servers.get(server) ?? server}`;
};
export const isLid = (jid: string): boolean => jid.endsWith('@lid');
export const isPhoneNumber = (jid: string): boolean => jid.endsWith('@s.whatsapp.net') || jid.endsWith('@c.us');
export const isGroup = (jid: string): boolean => jid.endsWith('@g.us');
/** Chats in which nobody talks to anybody: status, channels, broadcast lists; and those with bots of the network. */
export const isNoChat = (jid: string): boolean => jid === '' || /@(?:broadcast|newsletter|bot|call)$/.test(jid);
export const userOf = (jid: string): string => jid.split('@')[0]?.split(':')[0] ?? '';
export const kindOf = (chatKey: string, self: readonly string[]): 'self' | 'direct' | 'group' =>
  self.includes(chatKey) ? 'self' : isGroup(chatKey) ? 'group' : 'direct';
