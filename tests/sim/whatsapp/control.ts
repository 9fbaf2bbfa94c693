import type { IncomingMessage, ServerResponse } from 'node:http';
import { Command, obey } from './commands.ts';
import type { WhatsAppSim } from './server.ts';

/** The control port: POST one JSON command, get one JSON answer. */
export const handleControl = async (sim: WhatsAppSim, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const reply = (status: number, body: unknown): void => {
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
