import { proto } from '@whiskeysockets/baileys';
import type { Account } from './accounts.ts';
import { chatNamed, jidOfChat, type Places } from './chats.ts';
import { jidIn } from './groups.ts';

/** What the phone answers when its linked device asks it for something; null when it has nothing. */
export const answerPeerRequest = (phone: Account, content: proto.IMessage, requestId: string, places: Places): proto.IMessage | null => {
  const request = content.protocolMessage?.peerDataOperationRequestMessage;
  const results = (request?.placeholderMessageResendRequest ?? []).flatMap(({ messageKey }) => {
    const known = phone.shown.find((m) => m.id === messageKey?.id);
    if (!known) return [];
    const author = places.accounts.must(known.from);
    const chat = chatNamed(places, known.chat);
    const addressing = messageKey?.remoteJid?.endsWith('@s.whatsapp.net') ? 'pn' : 'lid';
    const info = proto.WebMessageInfo.encode({
      key: {
        remoteJid: jidOfChat(chat, addressing),
        fromMe: author === phone,
        id: known.id,
        ...(chat.kind === 'group' ? { participant: jidIn(chat.group.addressing, author) } : {}),
      },
      message: known.content,
      messageTimestamp: Math.floor(known.shownAt / 1000),
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
