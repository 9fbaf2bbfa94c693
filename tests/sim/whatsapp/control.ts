import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { WhatsAppSim } from './server.ts';

const who = z.string().min(1);
const Command = z.discriminatedUnion('do', [
  z.object({ do: z.literal('person'), pn: z.string().regex(/^\d+$/), name: who }),
  z.object({ do: z.literal('scan'), who, qr: z.string() }),
  z.object({ do: z.literal('code'), who, code: z.string() }),
  z.object({ do: z.literal('unlink'), who }),
  z.object({
    do: z.literal('say'),
    who,
    to: who,
    text: z.string(),
    addressing: z.enum(['lid', 'pn']).optional(),
    twice: z.boolean().optional(),
    isDamaged: z.boolean().optional(),
  }),
  z.object({ do: z.literal('shown'), who }),
  z.object({ do: z.literal('read'), who, id: z.string() }),
  z.object({ do: z.literal('offline'), who, offline: z.boolean() }),
  z.object({
    do: z.literal('faults'),
    faults: z.object({
      refuseUpgrade: z.number().nullable().optional(),
      isSilent: z.boolean().optional(),
      dropAcks: z.boolean().optional(),
      loseMessages: z.boolean().optional(),
      refuseMessages: z.number().nullable().optional(),
      refuseLogin: z.number().nullable().optional(),
    }),
  }),
  z.object({ do: z.literal('drop') }),
  z.object({ do: z.literal('end'), code: z.union([z.literal(515), z.literal(440), z.literal(401), z.literal(503)]) }),
  z.object({ do: z.literal('state') }),
]);
type Command = z.infer<typeof Command>;

/** The control port: POST one JSON command, get one JSON answer. */
export const handleControl = async (sim: WhatsAppSim, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const reply = (status: number, body: object): void => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  if (request.method !== 'POST' || request.url !== '/control') return reply(404, { error: 'POST /control' });
  try {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    reply(200, (await obey(sim, Command.parse(JSON.parse(Buffer.concat(parts).toString())))) ?? { done: true });
  } catch (error) {
    reply(400, { error: String(error) });
  }
};

const obey = async (sim: WhatsAppSim, c: Command): Promise<object | undefined> => {
  switch (c.do) {
    case 'person':
      return { lid: sim.addPerson(c.pn, c.name).account.lid };
    case 'scan':
      return void sim.phone(c.who).scan(c.qr);
    case 'code':
      return void (await sim.phone(c.who).enterCode(c.code));
    case 'unlink':
      return void sim.phone(c.who).unlink();
    case 'say': {
      const { to, text, who: name, do: _, ...more } = c;
      return { id: await sim.phone(name).say(to, text, more) };
    }
    case 'shown':
      return {
        messages: sim.phone(c.who).shown.map(({ content: _, reactions, ...m }) => ({ ...m, reactions: Object.fromEntries(reactions) })),
      };
    case 'read': {
      const message = sim.phone(c.who).shown.find((m) => m.id === c.id);
      if (!message) throw new Error('no such message');
      return void sim.phone(c.who).read(message);
    }
    case 'offline':
      sim.phone(c.who).account.isOffline = c.offline;
      return;
    case 'faults':
      Object.assign(sim.faults, c.faults);
      return { ...sim.faults };
    case 'drop':
      return void sim.dropAll();
    case 'end':
      return void sim.endAll(c.code);
    case 'state':
      return { sockets: sim.sockets(), problems: sim.problems, faults: sim.faults };
  }
};
