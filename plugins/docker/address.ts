import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where an engine may listen, as dockerode takes it. */
export type Address =
  | { readonly socketPath: string }
  | { readonly protocol: 'http' | 'https'; readonly host: string; readonly port: number };

/** What the owner typed or DOCKER_HOST says; null when it is no address. */
export const parseAddress = (text: string): Address | null => {
  if (text.startsWith('unix://')) return { socketPath: text.slice('unix://'.length) };
  if (text.startsWith('npipe://')) return { socketPath: text.slice('npipe://'.length).replaceAll('/', '\\') };
  if (text.startsWith('/')) return { socketPath: text };
  const url = URL.parse(text.replace(/^tcp:/, 'http:'));
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
  return { protocol: url.protocol === 'https:' ? 'https' : 'http', host: url.hostname, port: Number(url.port || 2375) };
};

/** The engine's address: the setting, else DOCKER_HOST, else the first socket that is there. Null for an address that is none. */
export const findAddress = (setting: string, env: NodeJS.ProcessEnv): Address | null => {
  const told = setting || env.DOCKER_HOST;
  if (told !== undefined && told !== '') return parseAddress(told);
  if (process.platform === 'win32') return { socketPath: '//./pipe/docker_engine' };
  const usual = '/var/run/docker.sock';
  const places = [
    usual,
    ...(env.XDG_RUNTIME_DIR ? [join(env.XDG_RUNTIME_DIR, 'docker.sock')] : []),
    join(homedir(), '.docker/run/docker.sock'),
  ];
  return { socketPath: places.find((path) => existsSync(path)) ?? usual };
};

/** For a person and for logs. */
export const addressText = (address: Address): string =>
  'socketPath' in address ? address.socketPath : `${address.protocol}://${address.host}:${address.port}`;
