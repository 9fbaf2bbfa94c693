import type { proto } from '@whiskeysockets/baileys';
import type { Rows } from './rows.ts';
import type { Vendor } from './vendor.ts';

const under = 'sent/';
const keptMax = 500;

/** What we sent last: a phone that could not read a message asks for it again, maybe after a restart. */
export const createSentMessages = (vendor: Vendor, rows: Rows) => {
  const keys: string[] = [];
  return {
    async load(): Promise<void> {
      keys.push(...(await rows.list(under)));
    },
    keep(id: string, message: proto.IMessage): void {
      if (keys.some((key) => key.endsWith(`/${id}`))) return;
      const key = `${under}${String(Date.now()).padStart(15, '0')}/${id}`;
      keys.push(key);
      const oldest = keys.length > keptMax ? keys.shift() : undefined;
      const value = Buffer.from(vendor.proto.Message.encode(message).finish()).toString('base64');
      rows.commit(
        oldest === undefined
          ? [[key, value]]
          : [
              [key, value],
              [oldest, null],
            ],
      );
    },
    find(id: string): proto.IMessage | undefined {
      const key = keys.findLast((k) => k.endsWith(`/${id}`));
      const value = key === undefined ? null : rows.get(key);
      return value === null ? undefined : vendor.proto.Message.decode(Buffer.from(value, 'base64'));
    },
  };
};
export type SentMessages = ReturnType<typeof createSentMessages>;
