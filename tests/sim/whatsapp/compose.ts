import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { proto } from '@whiskeysockets/baileys';
import { type Account, lidJid, type ShownMessage } from './accounts.ts';
import { chatNamed, jidOfChat, type Places } from './chats.ts';
import { type Addressing, jidIn } from './groups.ts';

export interface Extras {
  /** Id of the message it answers to, as the writer's phone shows it. */
  readonly quote?: string | undefined;
  /** Names of those who are mentioned; the text has them as `@Name`. */
  readonly mentions?: readonly string[] | undefined;
}
const { MESSAGE_EDIT, REVOKE } = proto.Message.ProtocolMessage.Type;

const addressingOf = (places: Places, to: string): Addressing => {
  const chat = chatNamed(places, to);
  return chat.kind === 'group' ? chat.group.addressing : 'lid';
};

/** What a phone makes of typed words. */
export const text = (places: Places, writer: Account, to: string, words: string, { quote, mentions }: Extras): proto.IMessage => {
  if (quote === undefined && mentions === undefined) return { conversation: words };
  const addressing = addressingOf(places, to);
  const mentioned = (mentions ?? []).map((name) => places.accounts.must(name));
  let written = words;
  for (const account of mentioned) written = written.replaceAll(`@${account.name}`, `@${jidIn(addressing, account).split('@')[0]}`);
  const quoted = writer.shown.find((m) => m.id === quote);
  const contextInfo: proto.IContextInfo = {
    mentionedJid: mentioned.map((account) => jidIn(addressing, account)),
    ...(quoted
      ? {
          stanzaId: quoted.id,
          participant: jidIn(addressing, places.accounts.must(quoted.from)),
          quotedMessage: quoted.content,
        }
      : {}),
  };
  return { extendedTextMessage: { text: written, contextInfo } };
};

/** The name of a message, seen from the phone that names it. */
const keyOf = (places: Places, writer: Account, message: ShownMessage): proto.IMessageKey => {
  const chat = chatNamed(places, message.chat);
  const author = places.accounts.must(message.from);
  return {
    remoteJid: chat.kind === 'group' ? chat.group.id : chat.other === writer ? lidJid(writer) : jidOfChat(chat),
    fromMe: message.fromSelf,
    id: message.id,
    ...(chat.kind === 'group' && !message.fromSelf ? { participant: jidIn(chat.group.addressing, author) } : {}),
  };
};

/** '' takes the reaction back. */
export const reaction = (places: Places, writer: Account, message: ShownMessage, emoji: string): proto.IMessage => ({
  reactionMessage: { key: keyOf(places, writer, message), text: emoji, senderTimestampMs: Date.now() },
});

export const edit = (places: Places, writer: Account, message: ShownMessage, words: string): proto.IMessage => ({
  editedMessage: {
    message: {
      protocolMessage: {
        key: keyOf(places, writer, message),
        type: MESSAGE_EDIT,
        editedMessage: { conversation: words },
        timestampMs: Date.now(),
      },
    },
  },
});

/** As phones send an edit since 2026: sealed with the secret that came with the message (general knowledge, not measured). */
export const sealedEdit = (writer: string, id: string, secret: Uint8Array, words: string): proto.IMessage => {
  const plain = proto.Message.encode({ protocolMessage: { type: MESSAGE_EDIT, editedMessage: { conversation: words } } }).finish();
  const key = Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(32), `${id}${writer}${writer}Message Edit`, 32));
  const encIv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, encIv);
  const encPayload = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  const { MESSAGE_EDIT: secretEncType } = proto.Message.SecretEncryptedMessage.SecretEncType;
  return { secretEncryptedMessage: { targetMessageKey: { id, fromMe: true }, encPayload, encIv, secretEncType } };
};

export const deletion = (places: Places, writer: Account, message: ShownMessage): proto.IMessage => ({
  protocolMessage: { key: keyOf(places, writer, message), type: REVOKE },
});
