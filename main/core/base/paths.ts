import { homedir } from 'node:os';
import { join } from 'node:path';

export interface Paths {
  readonly home: string;
  readonly database: string;
  readonly lock: string;
  readonly hostFile: string;
  readonly settings: string;
  readonly vault: string;
  readonly blobs: string;
  readonly logs: string;
  readonly workspaces: string;
  readonly exports: string;
  /** An archive on its way in. */
  readonly importing: string;
  /** Which folders sandboxes may see besides their own. */
  readonly mountList: string;
  readonly plugins: string;
  /** What vouches for the end of the audit log. */
  readonly auditAnchors: string;
}

/** PYNCHY_HOME moves all state; else the platform's place for application data. */
export const dataHome = (env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string => {
  if (env.PYNCHY_HOME) return env.PYNCHY_HOME;
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Pynchy');
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'Pynchy');
  return join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'pynchy');
};

export const pathsIn = (home: string): Paths => ({
  home,
  database: join(home, 'pynchy.db'),
  lock: join(home, 'lock.db'),
  hostFile: join(home, 'host.json'),
  settings: join(home, 'settings.json'),
  vault: join(home, 'vault'),
  blobs: join(home, 'blobs'),
  logs: join(home, 'logs'),
  workspaces: join(home, 'workspaces'),
  exports: join(home, 'exports'),
  importing: join(home, 'importing'),
  mountList: join(home, 'mount-allowlist.json'),
  plugins: join(home, 'plugins'),
  auditAnchors: join(home, 'audit-anchors.jsonl'),
});
