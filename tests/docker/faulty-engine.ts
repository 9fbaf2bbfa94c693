import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { tempFolder } from '../harness/temp-home.ts';
import { engineSocket } from './engine.ts';

export interface FaultyEngine {
  readonly address: string;
  close(): Promise<void>;
}

/** The engine with some of its answers exchanged. `rule` returns true when it has dealt with the request. */
export const startFaultyEngine = async (rule: (request: IncomingMessage, response: ServerResponse) => boolean): Promise<FaultyEngine> => {
  const socketPath = join(tempFolder('faulty'), 'docker.sock');
  const server = createServer((asked, response) => {
    if (rule(asked, response)) return;
    const onward = request(
      { socketPath: engineSocket, path: asked.url ?? '/', method: asked.method ?? 'GET', headers: asked.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    asked.pipe(onward);
  }).listen(socketPath);
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    address: `unix://${socketPath}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

export const answer = (response: ServerResponse, status: number, body: object): true => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  return true;
};
