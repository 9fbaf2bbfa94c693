import { createDecipheriv, hkdfSync } from 'node:crypto';
import type { proto } from '@whiskeysockets/baileys';
import type { Rows } from './rows.ts';
import type { Vendor } from './vendor.ts';

const under = 'secret/';
// Phones let people change a message for 15 minutes.
const keptMax = 1_000;
const tagBytes = 16;

/**
 * Phones seal an edit with a secret that came with the message (since 2026, not known to the library). Kept are the secrets of the
 * last messages, no text.
 */
export const createSealedEdits = (vendor: Vendor, rows: Rows) => {
  const keys: string[] = [];
  const { Type } = vendor.proto.Message.ProtocolMessage;
  const { MESSAGE_EDIT } = vendor.proto.Message.SecretEncryptedMessage.SecretEncType;
  return {
    async load(): Promise<void> {
      keys.push(...(await rows.list(under)));
    },
    /**
     * What to store together with a message, so that its edits can be read. `author` is any form of who wrote it. `stored` is
     * for when that was done: what came twice is not stored again.
     */
    secretOf(id: string, author: string, message: proto.IMessage | null | undefined): { rows: [string, string | null][]; stored(): void } {
      const secret = secretIn(vendor, message);
      if (!secret) return { rows: [], stored: () => undefined };
      const key = `${under}${String(Date.now()).padStart(15, '0')}/${id}/${author}`;
      const tooMany = keys.slice(0, Math.max(0, keys.length + 1 - keptMax));
      return {
        rows: [[key, Buffer.from(secret).toString('base64')], ...tooMany.map((old): [string, null] => [old, null])],
        stored() {
          keys.push(key);
          keys.splice(0, tooMany.length);
        },
      };
    },
    /** The message as it is with a sealed edit opened; unchanged when it has none, or one that cannot be opened. `forms` are all of its author. */
    open(message: proto.IMessage | null | undefined, forms: readonly string[]): proto.IMessage | null | undefined {
      const sealed = vendor.normalizeMessageContent(message ?? undefined)?.secretEncryptedMessage;
      const { encIv, encPayload, targetMessageKey } = sealed ?? {};
      const id = targetMessageKey?.id ?? '';
      if (sealed?.secretEncType !== MESSAGE_EDIT || !encIv || !encPayload || id === '') return message;
      // Ids are their senders' choice: only the secret of the same author counts.
      const key = keys.findLast((k) => forms.some((form) => k.endsWith(`/${id}/${form}`)));
      const secret = key === undefined ? null : rows.get(key);
      for (const form of secret === null ? [] : forms) {
        const edit = opened(vendor, { secret: Buffer.from(secret ?? '', 'base64'), id, form, encIv, encPayload });
        if (edit) return withTarget(edit, id, Type.MESSAGE_EDIT);
      }
      return message;
    },
  };
};
export type SealedEdits = ReturnType<typeof createSealedEdits>;

const secretIn = (vendor: Vendor, message: proto.IMessage | null | undefined): Uint8Array | null =>
  message?.messageContextInfo?.messageSecret ??
  vendor.normalizeMessageContent(message ?? undefined)?.messageContextInfo?.messageSecret ??
  null;

interface Sealed {
  readonly secret: Uint8Array;
  readonly id: string;
  readonly form: string;
  readonly encIv: Uint8Array;
  readonly encPayload: Uint8Array;
}
const opened = (vendor: Vendor, { secret, id, form, encIv, encPayload }: Sealed): proto.IMessage | null => {
  const key = Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(32), `${id}${form}${form}Message Edit`, 32));
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, encIv);
    decipher.setAuthTag(encPayload.subarray(-tagBytes));
    return vendor.proto.Message.decode(Buffer.concat([decipher.update(encPayload.subarray(0, -tagBytes)), decipher.final()]));
  } catch {
    // Another form of the same account may have sealed it.
    return null;
  }
};

/** An edit names the message that the envelope is about, whatever stands inside. */
const withTarget = (edit: proto.IMessage, id: string, type: proto.Message.ProtocolMessage.Type): proto.IMessage => {
  const inner = edit.editedMessage?.message ?? edit;
  return { protocolMessage: { type, key: { id }, editedMessage: inner.protocolMessage?.editedMessage ?? inner } };
};
