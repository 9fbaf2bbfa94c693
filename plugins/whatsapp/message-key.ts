/** A message as the network names it. */
export interface MessageKey {
  readonly chat: string;
  readonly sender: string;
  readonly fromMe: boolean;
  readonly id: string;
}

/** The host's key of a message that came in: unique for the connection, and all that is needed to point at it later. */
export const externalKeyOf = ({ chat, sender, fromMe, id }: MessageKey): string => [chat, sender, fromMe ? 'out' : 'in', id].join('|');

/** Null for what is no key of ours. */
export const messageKeyOf = (externalKey: string): MessageKey | null => {
  const [chat, sender, direction, id] = externalKey.split('|');
  if (!chat || !sender || !id || (direction !== 'in' && direction !== 'out')) return null;
  return { chat, sender, fromMe: direction === 'out', id };
};
