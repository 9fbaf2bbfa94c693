import { type Account, lidJid } from './accounts.ts';
import { type Chat, chatNamed, keyOfChat, type Places, peopleIn } from './chats.ts';
import { jidIn } from './groups.ts';
import { childrenOf, type Node, node } from './nodes.ts';
import type { Queues } from './queues.ts';

export type Typing = 'composing' | 'recording' | 'paused';
export interface PresencePorts extends Places {
  readonly queues: Queues;
}

/** Who is writing and who is there. It is told to those who are connected now, and forgotten. */
export const createPresence = (ports: PresencePorts) => {
  const tellApps = (people: readonly Account[], stanza: Node): void => {
    for (const account of people) for (const companion of account.companions.values()) ports.queues.tell(companion, stanza);
  };
  const others = (chat: Chat, who: Account): Account[] => peopleIn(chat, who).filter((account) => account !== who);

  return {
    /** A linked device is seen writing by the phones of the others. */
    fromApp(writer: Account, stanza: Node): void {
      ports.changes.tell();
      const place = chatNamed(ports, stanza.attrs.to ?? '');
      const [kind] = childrenOf(stanza);
      const state = kind?.attrs.media === 'audio' ? 'recording' : (kind?.tag ?? '');
      const chat = place.kind === 'group' ? keyOfChat(place) : writer.name;
      for (const reader of others(place, writer))
        if (!reader.isOffline) reader.typing.push({ from: writer.name, state, chat, at: Date.now() });
    },
    /** A person is seen writing by the linked devices of the others. */
    typing(writer: Account, to: string, state: Typing): void {
      const chat = chatNamed(ports, to);
      if (writer.isOffline) return;
      const who =
        chat.kind === 'group' ? { from: chat.group.id, participant: jidIn(chat.group.addressing, writer) } : { from: lidJid(writer) };
      const kind = state === 'paused' ? node('paused') : node('composing', { media: state === 'recording' ? 'audio' : undefined });
      tellApps(others(chat, writer), node('chatstate', who, [kind]));
    },
    /** A person opens or leaves the app on the phone. */
    there(who: Account, everybody: readonly Account[], isThere: boolean): void {
      const last = isThere ? undefined : String(Math.floor(Date.now() / 1000));
      tellApps(
        everybody.filter((account) => account !== who),
        node('presence', { from: lidJid(who), type: isThere ? 'available' : 'unavailable', last }),
      );
    },
  };
};
export type Presence = ReturnType<typeof createPresence>;
