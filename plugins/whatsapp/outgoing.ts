import type { AnyMessageContent, WAMessage, WAMessageKey } from '@whiskeysockets/baileys';
import { type ChannelOut, fail, ok, type Result } from '#plugin-api';
import { isGroup } from './ids.ts';
import type { MediaOut } from './media-out.ts';
import { messageKeyOf } from './message-key.ts';
import type { SentMessages } from './sent-messages.ts';
import type { OpenSocket } from './socket.ts';
import { sendWhileWanted } from './wanted.ts';

/** Writes one operation to the socket. That the server has it is another event. */
export const sendOut = async (
  socket: OpenSocket,
  out: ChannelOut,
  { sent, media }: { sent: SentMessages; media: MediaOut },
  signal: AbortSignal,
): Promise<Result<'written'>> => {
  const [file, ...others] = out.files ?? [];
  if (others.length > 0) return fail('unsupported', 'one file a message');
  signal.throwIfAborted();
  try {
    if (file) {
      await media.send(socket, out, file, signal);
      return ok('written');
    }
    const content = contentFor(out);
    if (!content) return fail('unsupported', `${out.op} of this shape cannot be sent`);
    const options = { messageId: out.externalId, ...quoteFor(out) };
    const message = await sendWhileWanted(signal, () => socket.sock.sendMessage(out.chatKey, content, options));
    // Copied at once: the library changes the object later.
    if (message?.message) sent.keep(out.externalId, { chatKey: out.chatKey, message: message.message });
    if (out.target && (out.op === 'edit' || out.op === 'delete')) sent.change(out.target, out.op === 'edit' ? (out.text ?? '') : null);
    return ok('written');
  } catch (error) {
    const status = (error as { output?: { statusCode?: number } }).output?.statusCode;
    return fail(status === 428 ? 'not-connected' : 'send-failed', error instanceof Error ? error.message : String(error));
  }
};

const contentFor = (out: ChannelOut): AnyMessageContent | null => {
  const own: WAMessageKey = { remoteJid: out.chatKey, fromMe: true, id: out.target ?? '' };
  switch (out.op) {
    case 'post':
      return out.text === undefined ? null : { text: out.text, ...(out.mentions ? { mentions: [...out.mentions] } : {}) };
    case 'edit':
      return out.text === undefined || !out.target ? null : { text: out.text, edit: own };
    case 'delete':
      return out.target ? { delete: own } : null;
    case 'react': {
      const about = keyFor(out, out.about);
      return about && { react: { text: out.text ?? '', key: about } };
    }
  }
};

/** A message that came in, as the library names it; in groups its author belongs into the name. */
const keyFor = (out: ChannelOut, externalKey: string | undefined): WAMessageKey | null => {
  const found = externalKey === undefined ? null : messageKeyOf(externalKey);
  if (!found) return null;
  const { sender, fromMe, id } = found;
  return { remoteJid: out.chatKey, fromMe, id, ...(isGroup(out.chatKey) ? { participant: sender } : {}) };
};

const quoteFor = (out: ChannelOut): { quoted: WAMessage } | null => {
  const key = keyFor(out, out.quote?.key);
  return key && { quoted: { key, message: { conversation: out.quote?.text ?? '' } } };
};
