import { z } from 'zod';
import type { WhatsAppSim } from '../sim/whatsapp/server.ts';
import type { HostChild } from './host-child.ts';
import type { ShownCodes } from './shown-codes.ts';
import { voiceNote } from './voice.ts';

const who = z.string().min(1).max(100);
const id = z.string().min(1).max(100);
const words = z.string().min(1).max(20_000);

/** What can be clicked on the page. */
export const Action = z.discriminatedUnion('do', [
  z.object({ do: z.literal('say'), who, to: who, text: words, quote: id.optional() }),
  z.object({ do: z.literal('picture'), who, to: who }),
  z.object({ do: z.literal('voice'), who, to: who }),
  z.object({ do: z.literal('react'), who, id, emoji: z.string().max(10) }),
  z.object({ do: z.literal('edit'), who, id, text: words }),
  z.object({ do: z.literal('delete'), who, id }),
  z.object({ do: z.literal('open'), who, chat: who }),
  z.object({ do: z.literal('typing'), who, to: who, isTyping: z.boolean() }),
  z.object({ do: z.literal('airplane'), who, on: z.boolean() }),
  z.object({ do: z.literal('scan-shown'), who }),
  z.object({ do: z.literal('scan'), who, code: z.string().min(4).max(1000) }),
  z.object({ do: z.literal('unlink'), who }),
  z.object({ do: z.literal('kill-host') }),
  z.object({ do: z.literal('start-host') }),
  z.object({ do: z.literal('app-link') }),
]);
export type Action = z.infer<typeof Action>;

export interface ActionPorts {
  readonly sim: WhatsAppSim;
  readonly host: HostChild;
  readonly codes: ShownCodes;
  readonly picture: () => Promise<Uint8Array>;
}

/** Does what was clicked. Throws in words for the person when it cannot be done. */
export const act = async (a: Action, ports: ActionPorts): Promise<object> => {
  const { sim, host, codes } = ports;
  switch (a.do) {
    case 'kill-host':
      host.kill();
      break;
    case 'start-host':
      await host.startNow();
      break;
    case 'app-link':
      return { url: await codes.newLink() };
    default:
      await onPhone(a, sim, ports);
  }
  return {};
};

type OnPhone = Exclude<Action, { do: 'kill-host' | 'start-host' | 'app-link' }>;
const onPhone = async (a: OnPhone, sim: WhatsAppSim, { codes, picture }: ActionPorts): Promise<unknown> => {
  const phone = sim.phone(a.who);
  switch (a.do) {
    case 'say':
      return phone.say(a.to, a.text, a.quote === undefined ? {} : { quote: a.quote });
    case 'picture':
      return sim.sendFile(a.who, a.to, { type: 'image', content: await picture(), mime: 'image/png', caption: 'Look at this' });
    case 'voice':
      return sim.sendFile(a.who, a.to, { type: 'audio', content: voiceNote(3), mime: 'audio/ogg; codecs=opus', ptt: true });
    case 'react':
      return phone.react(a.id, a.emoji);
    case 'edit':
      return phone.edit(a.id, a.text);
    case 'delete':
      return phone.delete(a.id);
    case 'open':
      for (const m of phone.shown) if (!m.isRead && sameChat(sim, a.chat, m.chat)) phone.read(m);
      return;
    case 'typing':
      return phone.typing(a.to, a.isTyping ? 'composing' : 'paused');
    case 'airplane':
      return phone.airplane(a.on);
    case 'unlink':
      return phone.unlink();
    case 'scan':
      return a.code.includes(',') ? phone.scan(a.code) : phone.enterCode(a.code);
    case 'scan-shown': {
      const code = codes.code();
      if (!code) throw new Error('The app shows no code now.');
      return 'qr' in code ? phone.scan(code.qr) : phone.enterCode(code.typed);
    }
  }
};
const sameChat = (sim: WhatsAppSim, asked: string, of: string): boolean => asked === of || sim.accounts.find(asked)?.name === of;
