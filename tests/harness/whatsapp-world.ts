import { expect } from 'vitest';
import type { LinkView } from '#contract/ui/domains/links.ts';
import type { Timing } from '../../plugins/whatsapp/timing.ts';
import { pluginsWith, quickTiming } from '../sim/whatsapp/quick.ts';
import { startWhatsAppSim, type WhatsAppSim } from '../sim/whatsapp/server.ts';
import { type HostUnderTest, startHost } from './in-process-host.ts';

export interface WhatsAppWorld extends HostUnderTest {
  readonly sim: WhatsAppSim;
  /** Stops the host and starts it again on the same home; the server stays. */
  restart(): Promise<WhatsAppWorld>;
  link(): Promise<LinkView>;
  /** Resolves when the link is as asked. */
  becomes(state: LinkView['state'], more?: Partial<LinkView>): Promise<LinkView>;
  close(): Promise<void>;
}

/** A host (Practice thinks) beside a simulated WhatsApp with Olga, whose phone is linked, Ann and Bob. */
export const startWhatsAppWorld = async (timing: Partial<Timing> = {}): Promise<WhatsAppWorld> => {
  const sim = await startWhatsAppSim();
  for (const [pn, name] of [
    ['491701', 'Olga'],
    ['491702', 'Ann'],
    ['491703', 'Bob'],
  ] as const)
    sim.addPerson(pn, name);
  return worldOf(sim, { ...quickTiming, ...timing });
};

const worldOf = async (sim: WhatsAppSim, timing: Partial<Timing>, home?: string): Promise<WhatsAppWorld> => {
  const host = await startHost({ only: pluginsWith(sim.url, timing, sim.media.host), ...(home === undefined ? {} : { home }) });
  const link = async (): Promise<LinkView> => {
    const [first] = await host.client.links.list();
    if (!first) throw new Error('nothing is linked');
    return first;
  };
  return {
    ...host,
    sim,
    link,
    async becomes(state, more = {}) {
      await expect.poll(link, { interval: 25 }).toMatchObject({ state, ...more });
      return link();
    },
    async restart() {
      await host.stop();
      return worldOf(sim, timing, host.home);
    },
    async close() {
      await host.stop();
      await sim.close();
      expect(sim.problems).toEqual([]);
    },
  };
};

/** Links Olga's number by QR code, and waits until it is live. */
export const pairOlga = async (w: WhatsAppWorld, mode: 'own' | 'assistant' = 'own', ownerNumber?: string): Promise<LinkView> => {
  const made = await w.client.links.add({ channel: 'whatsapp', name: 'Olga', mode, ...(ownerNumber ? { ownerNumber } : {}) });
  await w.client.links.pair({ id: made.id });
  const { qr } = await expect
    .poll(w.link, { interval: 25 })
    .toMatchObject({ state: 'pairing', qr: expect.any(String) })
    .then(w.link);
  w.sim.phone('Olga').scan(qr ?? '');
  // A line that is cut before the past was told makes the library wait for it for 20 s.
  await expect.poll(() => w.sim.phone('Olga').receipts.filter((r) => r.type === 'hist_sync').length).toBeGreaterThanOrEqual(3);
  return w.becomes('live');
};
