import type { proto } from '@whiskeysockets/baileys';
import type { Rows } from './rows.ts';
import type { Vendor } from './vendor.ts';

const under = 'sent/';
const keptMax = 500;

export interface SentMessage {
  /** Where it went: nobody gets it elsewhere. */
  readonly chatKey: string;
  readonly message: proto.IMessage;
}

/** What we sent last: a phone that could not read a message asks for it again, maybe after a restart. */
export const createSentMessages = (vendor: Vendor, rows: Rows) => {
  const keys: string[] = [];
  const encoded = (message: proto.IMessage): string => Buffer.from(vendor.proto.Message.encode(message).finish()).toString('base64');
  return {
    async load(): Promise<void> {
      keys.push(...(await rows.list(under)));
    },
    keep(id: string, { chatKey, message }: SentMessage): void {
      if (keys.some((key) => key.endsWith(`/${id}`))) return;
      const key = `${under}${String(Date.now()).padStart(15, '0')}/${id}`;
      keys.push(key);
      const oldest = keys.length > keptMax ? keys.shift() : undefined;
      const value = `${chatKey} ${encoded(message)}`;
      rows.commit(
        oldest === undefined
          ? [[key, value]]
          : [
              [key, value],
              [oldest, null],
            ],
      );
    },
    /** It says this now, or is gone (null): who asks for it again must not get what it said before. */
    change(id: string, text: string | null): void {
      const key = keys.findLast((k) => k.endsWith(`/${id}`));
      const [chatKey] = (key === undefined ? null : rows.get(key))?.split(' ') ?? [];
      if (key === undefined || chatKey === undefined) return;
      rows.commit([[key, text === null ? null : `${chatKey} ${encoded({ conversation: text })}`]]);
      if (text === null) keys.splice(keys.indexOf(key), 1);
    },
    find(id: string): SentMessage | undefined {
      const key = keys.findLast((k) => k.endsWith(`/${id}`));
      const [chatKey = '', bytes = ''] = (key === undefined ? null : rows.get(key))?.split(' ') ?? [];
      return bytes === '' ? undefined : { chatKey, message: vendor.proto.Message.decode(Buffer.from(bytes, 'base64')) };
    },
  };
};
export type SentMessages = ReturnType<typeof createSentMessages>;
