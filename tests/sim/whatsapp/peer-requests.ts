import { proto } from '@whiskeysockets/baileys';
import { type Account, type Accounts, lidJid, pnJid } from './accounts.ts';

/** What the phone answers when its linked device asks it for something; null when it has nothing. */
export const answerPeerRequest = (
  phone: Account,
  content: proto.IMessage,
  requestId: string,
  accounts: Accounts,
): proto.IMessage | null => {
  const request = content.protocolMessage?.peerDataOperationRequestMessage;
  const results = (request?.placeholderMessageResendRequest ?? []).flatMap(({ messageKey }) => {
    const known = phone.shown.find((m) => m.id === messageKey?.id);
    if (!known) return [];
    const author = accounts.must(known.from);
    const chat = accounts.must(known.chat);
    const isPn = messageKey?.remoteJid?.endsWith('@s.whatsapp.net');
    const info = proto.WebMessageInfo.encode({
      key: { remoteJid: isPn ? pnJid(chat) : lidJid(chat), fromMe: author === phone, id: known.id },
      message: known.content,
      messageTimestamp: Math.floor(Date.now() / 1000),
      pushName: author.name,
    }).finish();
    return [{ placeholderMessageResendResponse: { webMessageInfoBytes: info } }];
  });
  if (results.length === 0) return null;
  return {
    protocolMessage: {
      type: proto.Message.ProtocolMessage.Type.PEER_DATA_OPERATION_REQUEST_RESPONSE_MESSAGE,
      peerDataOperationRequestResponseMessage: {
        peerDataOperationRequestType: proto.Message.PeerDataOperationRequestType.PLACEHOLDER_MESSAGE_RESEND,
        stanzaId: requestId,
        peerDataOperationResult: results,
      },
    },
  };
};
