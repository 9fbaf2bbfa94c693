import { deflateSync } from 'node:zlib';
import { proto } from '@whiskeysockets/baileys';
import type { Account } from './accounts.ts';

const historyOf = (syncType: proto.HistorySync.HistorySyncType, more: proto.IHistorySync = {}): proto.IMessage => ({
  protocolMessage: {
    type: proto.Message.ProtocolMessage.Type.HISTORY_SYNC_NOTIFICATION,
    historySyncNotification: {
      syncType,
      chunkOrder: 1,
      progress: 100,
      initialHistBootstrapInlinePayload: deflateSync(proto.HistorySync.encode({ syncType, progress: 100, ...more }).finish()),
    },
  },
});

/** What a phone tells a device that was just linked: the key of the app state, then the (empty) past. */
export const firstMessages = (account: Account): proto.IMessage[] => {
  const { INITIAL_BOOTSTRAP, PUSH_NAME, RECENT } = proto.HistorySync.HistorySyncType;
  return [
    {
      protocolMessage: {
        type: proto.Message.ProtocolMessage.Type.APP_STATE_SYNC_KEY_SHARE,
        appStateSyncKeyShare: {
          keys: [
            {
              keyId: { keyId: Buffer.from([0, 0, 0, 0, 0, 1]) },
              keyData: {
                keyData: Buffer.alloc(32, 7),
                timestamp: Date.now(),
                fingerprint: { rawId: 1, currentIndex: 1, deviceIndexes: [0] },
              },
            },
          ],
        },
      },
    },
    historyOf(INITIAL_BOOTSTRAP),
    historyOf(PUSH_NAME, { pushnames: [{ id: `${account.pn}@s.whatsapp.net`, pushname: account.name }] }),
    historyOf(RECENT),
  ];
};
