import type { WhatsAppSim } from '../sim/whatsapp/server.ts';
import { people } from './cast.ts';
import type { HostChild } from './host-child.ts';
import type { DemoPhone, DemoState } from './page/state.ts';
import type { ShownCodes } from './shown-codes.ts';

/** What the page shows now. */
export const snapshot = (sim: WhatsAppSim, host: HostChild | null, codes: ShownCodes): DemoState => ({
  phones: people.map((person): DemoPhone => {
    const phone = sim.phone(person.name);
    const linked = [...phone.account.companions.values()].filter((c) => !c.removed);
    return {
      ...person,
      isOffline: phone.account.isOffline,
      linked: linked.length,
      connected: sim.connected(person.name),
      chats: phone.chats().map(({ last: _, ...chat }) => ({ ...chat, messages: phone.thread(chat.chat) })),
    };
  }),
  host: { ...(host?.state() ?? { state: 'starting', startsAt: null, kills: 0 }), shows: codes.shows() },
});
