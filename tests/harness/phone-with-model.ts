import { expect } from 'vitest';
import { type ModelSim, startModelSim } from '../sim/models/server.ts';
import type { ShownMessage } from '../sim/whatsapp/accounts.ts';
import { pairOlga, startWhatsAppWorld, type WhatsAppWorld } from './whatsapp-world.ts';
import { useModel } from './wire.ts';

export interface PhoneWorld {
  /** Changes with `restart`. */
  w: WhatsAppWorld;
  readonly model: ModelSim;
  readonly close: () => Promise<void>;
}

/** Olga's linked phone beside a host whose workspace thinks with a simulated model. */
export const startPhoneWorld = async (mode: 'own' | 'assistant' = 'own', ownerNumber?: string): Promise<PhoneWorld> => {
  const model = await startModelSim();
  const w = await startWhatsAppWorld();
  await useModel(w.client, model);
  await pairOlga(w, mode, ownerNumber);
  const world: PhoneWorld = {
    w,
    model,
    async close() {
      await world.w.close();
      await model.close();
    },
  };
  return world;
};

/** What somebody's phone shows in a chat, without what was deleted. */
export const shownIn = ({ w }: PhoneWorld, who: string, chat: string): ShownMessage[] =>
  w.sim.phone(who).shown.filter((m) => m.chat === chat && !m.isDeleted);

/** Resolves with the last message of a chat as soon as its text fits. */
export const lastText = async (p: PhoneWorld, who: string, chat: string, fits: RegExp): Promise<ShownMessage> => {
  await expect.poll(() => shownIn(p, who, chat).at(-1)?.text ?? '', { interval: 20 }).toMatch(fits);
  return shownIn(p, who, chat).at(-1) as ShownMessage;
};

/** Registers a chat that has been heard of, for the workspace `home`. Returns its id. */
export const register = async ({ w }: PhoneWorld, name: string): Promise<string> => {
  const { id } = await w.link();
  await expect.poll(async () => (await w.client.links.chats({ id })).some((c) => c.name === name)).toBe(true);
  const chat = (await w.client.links.chats({ id })).find((c) => c.name === name);
  const [home] = await w.client.workspaces.list();
  await w.client.links.registerChat({ chatId: chat?.id ?? '', workspaceId: home?.id ?? '' } as never);
  return chat?.id ?? '';
};
