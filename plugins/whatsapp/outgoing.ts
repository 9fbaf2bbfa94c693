import type { AnyMessageContent, WAMessageKey } from '@whiskeysockets/baileys';
import { type ChannelOut, fail, ok, type Result } from '#plugin-api';
import { isGroup } from './ids.ts';
import type { SentMessages } from './sent-messages.ts';
import type { OpenSocket } from './socket.ts';

/** Writes one operation to the socket. That the server has it is another event. */
export const sendOut = async (socket: OpenSocket, out: ChannelOut, sent: SentMessages, signal: AbortSignal): Promise<Result<'written'>> => {
  const content = contentFor(out);
  if (!content) return fail('unsupported', `${out.op} of this shape can not be sent`);
  signal.throwIfAborted();
  try {
    const message = await socket.sock.sendMessage(out.chatKey, content, { messageId: out.externalId });
    // Copied at once: the library changes the object later.
    if (message?.message) sent.keep(out.externalId, message.message);
    return ok('written');
  } catch (error) {
    const status = (error as { output?: { statusCode?: number } }).output?.statusCode;
    return fail(status === 428 ? 'not-connected' : 'send-failed', error instanceof Error ? error.message : String(error));
  }
};

const contentFor = (out: ChannelOut): AnyMessageContent | null => {
  const key: WAMessageKey = { remoteJid: out.chatKey, fromMe: true, id: out.target ?? '' };
  switch (out.op) {
    case 'post':
      return out.text === undefined ? null : { text: out.text, ...(out.mentions ? { mentions: [...out.mentions] } : {}) };
    case 'edit':
      return out.text === undefined || !out.target ? null : { text: out.text, edit: key };
    case 'delete':
      return out.target ? { delete: key } : null;
    case 'react':
      // Whose message it is decides its key; in groups its author belongs into it, which comes with the groups.
      return out.target && !isGroup(out.chatKey) ? { react: { text: out.text ?? '', key: { ...key, fromMe: false } } } : null;
  }
};
