import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { SandboxProvider } from '#plugin-api';
import { createDocker } from '../../plugins/docker/docker.ts';

/** Of start-engine.sh. */
export const testImage = 'pynchy-test-base:2';
const cache = process.env.PYNCHY_ENGINE_DIR ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'pynchy-engine');
export const engineSocket = process.env.PYNCHY_TEST_DOCKER?.replace('unix://', '') ?? join(cache, 'docker.sock');
export const engineAddress = `unix://${engineSocket}`;

const answers = (): Promise<boolean> =>
  new Promise((resolve) => {
    const asked = request({ socketPath: engineSocket, path: `/images/${testImage}/json`, timeout: 5_000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    asked.once('error', () => resolve(false));
    asked.once('timeout', () => asked.destroy());
    asked.end();
  });

/** Why docker tests cannot run here; null when they can. */
export const engineLacks: string | null =
  process.platform !== 'linux'
    ? 'no Docker engine of our own'
    : existsSync(engineSocket) && (await answers())
      ? null
      : 'no Docker engine of our own (Debian, as root: tests/docker/start-engine.sh)';

/** The provider on the test engine, with an image that is there. */
export const dockerUnderTest = (o: { image?: string; address?: string; said?: (text: string) => void } = {}): SandboxProvider =>
  createDocker({
    settings: async () => ({ address: o.address ?? engineAddress, image: o.image ?? testImage }),
    env: {},
    log: (_, text, data) => o.said?.(`${text} ${JSON.stringify(data)}`),
  });

/** Asks the engine as a neighbour would, past everything of ours. */
export const engineCall = async <T>(
  path: string,
  method = 'GET',
  body?: object,
  socketPath = engineSocket,
): Promise<{ status: number; body: T }> =>
  new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { 'content-type': 'application/json' };
    const asked = request({ socketPath, path, method, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const text = Buffer.concat(parts).toString();
        resolve({ status: response.statusCode ?? 0, body: (text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text) as T });
      });
    });
    asked.once('error', reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });

/** Containers of an install that exist now, stopped ones too. */
export const containersOf = async (installId: string, socketPath = engineSocket): Promise<string[]> => {
  const filters = encodeURIComponent(JSON.stringify({ label: [`pynchy.install=${installId}`] }));
  return (await engineCall<{ Id: string }[]>(`/containers/json?all=1&filters=${filters}`, 'GET', undefined, socketPath)).body.map(
    ({ Id }) => Id,
  );
};
