import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { proto } from '@whiskeysockets/baileys';
import type { Accounts } from './accounts.ts';
import { type Media, mediaOf } from './media.ts';
import { childOf, type Node, node } from './nodes.ts';
import { seconds } from './pairing.ts';

/**
 * What becomes of a device's word that a file is gone: the phone that sent it puts it there again, unless it has lost it. Null
 * when that phone is offline.
 */
export const answerMediaRetry = (stanza: Node, accounts: Accounts, media: Media, kept: ReadonlyMap<string, Uint8Array>): Node | null => {
  const { id = '' } = stanza.attrs;
  const rmr = childOf(stanza, 'rmr');
  const author = accounts.list().find((account) => account.sent.has(id));
  const content = author?.sent.get(id)?.content;
  if (!author || !content || author.isOffline) return null;
  const answer = (parts: Node[]): Node =>
    node('notification', { type: 'mediaretry', id, from: stanza.attrs.to, t: seconds() }, [...parts, node('rmr', rmr?.attrs ?? {})]);
  const file = kept.get(id);
  if (!file) return answer([node('error', { code: '2' })]);
  const said = { stanzaId: id, directPath: media.putAgain(content, file), result: proto.MediaRetryNotification.ResultType.SUCCESS };
  const key = Buffer.from(
    hkdfSync('sha256', mediaOf(content).media.mediaKey ?? new Uint8Array(), Buffer.alloc(0), 'WhatsApp Media Retry Notification', 32),
  );
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(id));
  const sealed = Buffer.concat([cipher.update(proto.MediaRetryNotification.encode(said).finish()), cipher.final(), cipher.getAuthTag()]);
  return answer([node('encrypt', {}, [node('enc_p', {}, sealed), node('enc_iv', {}, iv)])]);
};
