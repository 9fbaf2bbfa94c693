import { setTimeout as pause } from 'node:timers/promises';
import type { WhatsAppSim } from '../../sim/whatsapp/server.ts';
import type { Link } from './cast.ts';
import type { Lives } from './life.ts';
import type { Plan, Said, Step } from './plan.ts';

const longMs = 60_000;

/** Does what the plan says. Returns the nonces that the network itself may have lost with a device that it removed. */
export const drive = async ({ sim, lives, plan }: { sim: WhatsAppSim; lives: Lives; plan: Plan }): Promise<ReadonlySet<string>> => {
  const excused = new Set<string>();
  const idOf = new Map<string, string>();
  const devices = (whose: Link) => [...sim.phone(whose).account.companions.values()].filter((c) => !c.removed);

  const say = async ({ who, to, text, nonce, twice, isDamaged, addressing }: Said): Promise<void> => {
    idOf.set(await sim.phone(who).say(to, text, { twice, isDamaged, addressing }), nonce);
  };
  const isLinkedAgain = (whose: Link) => () => (devices(whose).some((c) => c.loggedInBefore) ? null : 'not linked');

  const act = async (step: Step): Promise<void> => {
    switch (step.do) {
      case 'say':
        return say(step.said);
      case 'pause':
        return void (await pause(step.ms));
      case 'wait':
        return lives.until('the links', () => (lives.areLive() ? null : 'not live'), longMs);
      case 'drop':
        return sim.dropAll(step.whose);
      case 'end': {
        if (step.code !== 401) return sim.endAll(step.code, step.whose);
        // Only a link that stands can be ended, and a new one needs a network that works.
        release('same');
        sim.faults.refuseUpgrade = null;
        for (const device of devices(step.whose))
          for (const { attrs } of device.queue.values()) if (idOf.has(attrs.id ?? '')) excused.add(idOf.get(attrs.id ?? '') ?? '');
        sim.phone(step.whose).unlink();
        return lives.until(`${step.whose} to be linked again`, isLinkedAgain(step.whose), longMs);
      }
      case 'kill':
        return lives.kill(step.awayMs);
      case 'die':
        return lives.dieNext(step);
      case 'silence':
        // No message may hold back what the window has to notice by itself.
        await lives.until('a host', () => (lives.client() ? null : 'none'), longMs);
        sim.faults.isSilent = true;
        await lives.until('the window to notice the silence', () => (lives.areDown() ? null : 'live'), longMs);
        sim.faults.isSilent = false;
        return sim.dropAll();
      case 'refuse':
        sim.faults.refuseUpgrade = step.status;
        sim.dropAll();
        await lives.until('the window to notice the refusal', () => (lives.areDown() ? null : 'live'), longMs);
        sim.faults.refuseUpgrade = null;
        return;
      case 'acks':
        sim.faults.dropAcks = step.lost;
        return;
      case 'swallow':
        sim.faults.loseMessages = step.on;
        // A network loses what it has taken only with the line that it came by.
        return step.on ? undefined : sim.dropAll();
      case 'hold':
        sim.faults.isHeld = true;
        return;
      case 'release':
        return release(step.order);
      case 'forget':
        sim.faults.forgetsReceipts = step.on;
        return;
      case 'endless':
        sim.faults.withoutOfflineEnd = true;
        sim.dropAll(step.whose);
        await pause(step.ms);
        sim.faults.withoutOfflineEnd = false;
        return sim.dropAll(step.whose);
      case 'airplane':
        return void (await sim.phone(step.who).airplane(step.on));
    }
  };
  const release = (order: 'same' | 'reversed' | 'shuffled'): void =>
    sim.release(order === 'same' ? undefined : order === 'reversed' ? (list) => list.toReversed() : plan.shuffle);

  for (const step of plan.steps) await act(step);
  Object.assign(sim.faults, {
    refuseUpgrade: null,
    isSilent: false,
    dropAcks: false,
    loseMessages: false,
    withoutOfflineEnd: false,
    forgetsReceipts: false,
  });
  release('same');
  for (const who of ['Olga', 'Ann', 'Bob']) await sim.phone(who).airplane(false);
  sim.dropAll();
  return excused;
};
