import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { tempFolder } from '../harness/temp-home.ts';
import { engineSocket, testImage } from './engine.ts';

/** An engine that a test may kill. */
export interface OwnEngine {
  readonly address: string;
  readonly socket: string;
  /** SIGKILL, as a crash. */
  kill(): Promise<void>;
  /** Starts it (again), with what it had. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export const startOwnEngine = async (): Promise<OwnEngine> => {
  const dir = tempFolder('engine');
  const socket = join(dir, 'docker.sock');
  let daemon: { child: ChildProcess; gone: Promise<void> } | null = null;
  const start = async (): Promise<void> => {
    // Numbers of killed processes, which the next engine would believe.
    for (const file of ['docker.pid', 'exec/containerd/containerd.pid']) rmSync(join(dir, file), { force: true });
    const folders = ['--data-root', join(dir, 'data'), '--exec-root', join(dir, 'exec'), '--pidfile', join(dir, 'docker.pid')];
    const child = spawn(
      'dockerd',
      ['-H', `unix://${socket}`, ...folders, '--iptables=false', '--ip6tables=false', '--bridge=none', '--containerd', ''],
      {
        stdio: 'ignore',
        detached: true,
      },
    );
    daemon = { child, gone: new Promise((resolve) => child.once('exit', () => resolve())) };
    while (!(await ping(socket))) await pause(50);
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    daemon?.child.kill(signal);
    await daemon?.gone;
    daemon = null;
  };
  await start();
  await copyImage(socket);
  return {
    address: `unix://${socket}`,
    socket,
    start,
    kill: () => end('SIGKILL'),
    // In good order it also ends its containerd, and its containers with it.
    close: async () => {
      if (daemon === null) await start();
      await end('SIGTERM');
      endProcessesOf(dir);
      // What a killed engine had mounted.
      for (const line of readFileSync('/proc/mounts', 'utf8').split('\n').reverse()) {
        const place = line.split(' ')[1] ?? '';
        if (place.startsWith(dir)) spawnSync('umount', ['-l', place]);
      }
    },
  };
};

/** A killed engine leaves its helpers behind; all of them name its folder. */
const endProcessesOf = (dir: string): void => {
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    try {
      const isHelper = /^[^\0]*containerd[^\0]*\0/.test(readFileSync(`/proc/${name}/cmdline`, 'utf8'));
      if (isHelper && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(dir)) process.kill(Number(name), 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  }
};

const ping = (socket: string): Promise<boolean> =>
  new Promise((resolve) => {
    if (!existsSync(socket)) return resolve(false);
    const asked = request({ socketPath: socket, path: '/_ping' }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    asked.once('error', () => resolve(false));
    asked.end();
  });

const copyImage = (to: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const load = request(
      { socketPath: to, path: '/images/load?quiet=1', method: 'POST', headers: { 'content-type': 'application/x-tar' } },
      (response) => {
        response.resume();
        response.once('end', () => (response.statusCode === 200 ? resolve() : reject(new Error(`load: ${response.statusCode}`))));
      },
    );
    load.once('error', reject);
    request({ socketPath: engineSocket, path: `/images/${testImage}/get` }, (saved) => saved.pipe(load))
      .once('error', reject)
      .end();
  });
