import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { DemoHost } from './page/state.ts';

const program = fileURLToPath(new URL('host.ts', import.meta.url));

export interface HostChildOptions {
  /** As `host.ts` takes them. */
  readonly args: readonly string[];
  /** How long a host that was killed stays away when nobody starts it. */
  readonly startsAgainAfterMs: number;
  readonly changed: () => void;
  /** The host has said that it is there. */
  readonly ready: (url: string) => void;
  readonly failed: (why: string) => void;
}

/** Keeps one host process: killed on demand, it starts again by itself. Rejects when the first start fails. */
export const startHostChild = async (o: HostChildOptions) => {
  let child: ChildProcess | null = null;
  let state: DemoHost['state'] = 'starting';
  let startsAt: number | null = null;
  let timer: NodeJS.Timeout | null = null;
  let kills = 0;
  let isClosed = false;

  const become = (next: DemoHost['state'], at: number | null = null): void => {
    state = next;
    startsAt = at;
    o.changed();
  };
  /** Resolves with the link for a browser. */
  const start = async (): Promise<string> => {
    if (timer) clearTimeout(timer);
    timer = null;
    become('starting');
    const begun = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...o.args], {
      stdio: ['pipe', 'pipe', 'inherit'],
      // What it says about commands is for this host, not for the one that the visitor may have.
      env: { ...process.env, PYNCHY_COMMAND: `PYNCHY_HOME=${o.args[0]} npm run -s pynchy --` },
    });
    child = begun;
    const gone = once(begun, 'exit');
    void gone.then(() => fell(begun));
    const first = once(createInterface({ input: begun.stdout }), 'line');
    const line = await Promise.race([first, gone.then(() => null)]);
    if (line === null) throw new Error('the host ended while it started');
    const ready = JSON.parse(String(line[0])) as { url: string; link: string };
    become('running');
    o.ready(ready.url);
    return ready.link;
  };
  const again = (): Promise<string | undefined> => start().catch((error: unknown) => void o.failed(String(error)));
  const fell = (which: ChildProcess): void => {
    if (isClosed || which !== child) return;
    child = null;
    become('dead', Date.now() + o.startsAgainAfterMs);
    timer = setTimeout(() => void again(), o.startsAgainAfterMs);
  };

  const link = await start().catch((error: unknown) => {
    isClosed = true;
    if (timer) clearTimeout(timer);
    throw error;
  });
  return {
    /** For a browser, once. */
    link,
    state: (): Pick<DemoHost, 'state' | 'startsAt' | 'kills'> => ({ state, startsAt, kills }),
    /** In the middle of whatever it does; it learns of nothing. */
    kill(): void {
      if (!child || state === 'dead') return;
      kills += 1;
      child.kill('SIGKILL');
    },
    /** Without waiting. */
    async startNow(): Promise<void> {
      if (state === 'dead') await again();
    },
    /** In good order. */
    async close(): Promise<void> {
      isClosed = true;
      if (timer) clearTimeout(timer);
      const last = child;
      if (!last || last.exitCode !== null || last.signalCode !== null) return;
      const gone = once(last, 'exit');
      last.stdin?.end();
      await gone;
    },
  };
};
export type HostChild = Awaited<ReturnType<typeof startHostChild>>;
