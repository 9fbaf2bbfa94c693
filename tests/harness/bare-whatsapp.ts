import { expect } from 'vitest';
import { createBareClient } from '../sim/whatsapp/bare-client.ts';
import type { WhatsAppSim } from '../sim/whatsapp/server.ts';

export type BareClient = ReturnType<typeof createBareClient>;

/** The library as it comes, linked to a person's number and done with its first talk to the phone. */
export const pairBare = async (sim: WhatsAppSim, who: string): Promise<BareClient> => {
  const client = createBareClient(sim.url);
  await expect.poll(() => client.qr()).not.toBe('');
  sim.phone(who).scan(client.qr());
  await expect.poll(() => client.isOpen()).toBe(true);
  // A line that is cut before the past was told makes the library wait for it for 20 s.
  await expect.poll(() => client.creds.accountSyncCounter).toBe(1);
  return client;
};

/** The texts of what came, oldest first. */
export const textsOf = (from: BareClient['messages']): string[] =>
  from.flatMap((m) => m.message?.conversation || m.message?.extendedTextMessage?.text || []);
