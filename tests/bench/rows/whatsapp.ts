import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Census } from '../../sim/whatsapp/census.ts';
import type { WhatsAppSim } from '../../sim/whatsapp/server.ts';
import type { Model } from '../model.ts';
import { cpuMsOf, rssBytesOf } from '../processes.ts';
import type { Row } from '../report.ts';
import { mb, ms, p50, p95 } from '../stats.ts';
import { type Linked, linkHost, linkPeer, seen, startNetwork } from '../whatsapp-world.ts';

const warmUps = 20;
const messages = 200;
const settleMs = 5_000;
const reconnects = 500;
const talkEvery = 10;
const countEvery = 25;

interface Talk {
  /** From the message on the socket to what is seen of it, in ms. */
  readonly signs: number[];
  readonly texts: number[];
  readonly cpuMsPer1000: number;
  /** Linked and idle, before the first message; and after the last one. */
  readonly idleMb: number;
  readonly rssMb: number;
}

/** A linked number beside the bare library on the same simulated network: answers, costs, and a day of broken lines. */
export const whatsappRows = async (dir: string, model: Model): Promise<Row[]> => {
  if (process.platform !== 'linux') return [];
  const ours = await withLink((sim) => linkHost(join(dir, 'talk'), sim, model, 'usual'), talk);
  const bare = await withLink(linkPeer, talk);
  return [...talkRows(ours, bare), ...(await withLink((sim) => linkHost(join(dir, 'day'), sim, model, 'day'), day))];
};

const withLink = async <T>(
  link: (sim: WhatsAppSim) => Promise<Linked>,
  work: (sim: WhatsAppSim, linked: Linked) => Promise<T>,
): Promise<T> => {
  const sim = await startNetwork();
  const linked = await link(sim);
  try {
    return await work(sim, linked);
  } finally {
    await linked.close();
    await sim.close();
  }
};

/** One message and its answer. The answer may be edited into what stands there until then. */
const once = async (sim: WhatsAppSim, n: number): Promise<{ sign: number; text: number }> => {
  const olga = sim.phone('Olga');
  const signsOf = (): number => olga.account.typing.length + olga.shown.reduce((k, m) => k + m.reactions.size, 0) + answersOf();
  const answersOf = (): number => olga.shown.filter((m) => !m.fromSelf).length;
  const [signsBefore, answersBefore] = [signsOf(), answersOf()];
  await olga.say('Desk', `hello ${n}`);
  const began = performance.now();
  let sign = 0;
  await seen(sim, () => {
    if (sign === 0 && signsOf() > signsBefore) sign = performance.now() - began;
    return answersOf() > answersBefore;
  });
  return { sign, text: performance.now() - began };
};

const talk = async (sim: WhatsAppSim, { pid }: Linked): Promise<Talk> => {
  await delay(settleMs);
  const idleMb = mb(rssBytesOf(pid));
  for (let n = 0; n < warmUps; n++) await once(sim, n);
  const before = cpuMsOf(pid);
  const all: { sign: number; text: number }[] = [];
  for (let n = 0; n < messages; n++) all.push(await once(sim, n));
  return {
    signs: all.map((x) => x.sign),
    texts: all.map((x) => x.text),
    cpuMsPer1000: ((cpuMsOf(pid) - before) / messages) * 1000,
    idleMb,
    rssMb: mb(rssBytesOf(pid)),
  };
};

const talkRows = (ours: Talk, bare: Talk): Row[] => [
  {
    name: 'WhatsApp: message on the socket -> first sign of life',
    budget: '',
    measured: `p50 ${ms(p50(ours.signs))}, p95 ${ms(p95(ours.signs))}`,
    peer: 'the bare library gives none',
    ok: null,
    numbers: { p50Ms: p50(ours.signs), p95Ms: p95(ours.signs) },
  },
  {
    name: 'WhatsApp: message on the socket -> first text on the socket, model included',
    budget: '',
    measured: `p50 ${ms(p50(ours.texts))}, p95 ${ms(p95(ours.texts))}`,
    peer: `bare library, no model: p50 ${ms(p50(bare.texts))}, p95 ${ms(p95(bare.texts))}`,
    ok: null,
    numbers: { p50Ms: p50(ours.texts), p95Ms: p95(ours.texts), peerP50Ms: p50(bare.texts), peerP95Ms: p95(bare.texts) },
  },
  {
    name: 'WhatsApp: CPU for 1,000 messages and their answers',
    budget: '',
    measured: `${(ours.cpuMsPer1000 / 1000).toFixed(1)} s`,
    peer: `bare library, no model, nothing stored: ${(bare.cpuMsPer1000 / 1000).toFixed(1)} s`,
    ok: null,
    numbers: { cpuMs: ours.cpuMsPer1000, peerCpuMs: bare.cpuMsPer1000 },
  },
  {
    name: 'WhatsApp: idle host with one linked number',
    budget: '<= 1.25 x a bare Node + library process',
    measured: `RSS ${ours.idleMb.toFixed(0)} MB`,
    peer: `bare library ${bare.idleMb.toFixed(0)} MB`,
    ok: ours.idleMb <= 1.25 * bare.idleMb,
    numbers: { rssMb: ours.idleMb, peerRssMb: bare.idleMb },
  },
  {
    name: `WhatsApp: the same right after ${warmUps + messages} answers`,
    budget: '',
    measured: `RSS ${ours.rssMb.toFixed(0)} MB`,
    peer: `bare library ${bare.rssMb.toFixed(0)} MB`,
    ok: null,
    numbers: { rssMb: ours.rssMb, peerRssMb: bare.rssMb },
  },
];

/** 500 broken lines are what a bad day brings; the second half of it is judged, when everything has been loaded. */
const day = async (sim: WhatsAppSim, linked: Linked): Promise<Row[]> => {
  const counts: Census[] = [];
  for (let n = 1; n <= reconnects; n++) {
    const { total } = sim.sockets();
    sim.dropAll();
    await seen(sim, () => sim.sockets().total > total && sim.connected('Desk') === 1);
    if (n % talkEvery === 0) await once(sim, n);
    if (n >= reconnects / 2 && n % countEvery === 0) counts.push(await linked.census());
  }
  const [middle, end] = [counts[0], counts.at(-1)];
  if (!middle || !end) throw new Error('nothing was counted');
  const grown = { timers: end.timers - middle.timers, sockets: end.sockets - middle.sockets, listeners: end.listeners - middle.listeners };
  const rssPerHour = mb(slopeOf(counts.map((c) => c.rssBytes)) * (counts.length - 1)) / 12;
  const heapPerHour = mb(slopeOf(counts.map((c) => c.heapBytes)) * (counts.length - 1)) / 12;
  return [
    {
      name: `WhatsApp: a day with ${reconnects} reconnects, its second half`,
      budget: 'RSS <= 1 MB/h, no more sockets, timers or listeners',
      measured: `RSS ${rssPerHour.toFixed(2)} MB/h, heap ${heapPerHour.toFixed(2)} MB/h, sockets ${signed(grown.sockets)}, timers ${signed(grown.timers)}, listeners ${signed(grown.listeners)}, at most ${sim.sockets().mostOfOneDevice} socket at once`,
      peer: '',
      ok: rssPerHour <= 1 && grown.sockets <= 0 && grown.listeners <= 0 && grown.timers <= 2 && sim.sockets().mostOfOneDevice === 1,
      numbers: {
        rssMbPerHour: rssPerHour,
        heapMbPerHour: heapPerHour,
        ...grown,
        socketsAtEnd: end.sockets,
        timersAtEnd: end.timers,
        listenersAtEnd: end.listeners,
      },
    },
  ];
};
const signed = (n: number): string => (n > 0 ? `+${n}` : String(n));

/** Growth from one value to the next, by least squares. */
const slopeOf = (values: readonly number[]): number => {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const above = values.reduce((sum, v, i) => sum + (i - middle) * (v - mean), 0);
  return above / values.reduce((sum, _, i) => sum + (i - middle) ** 2, 0);
};
