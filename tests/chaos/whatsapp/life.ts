import type { ChildProcess } from 'node:child_process';
import type { HostClient } from '#contract/client/connect.ts';
import type { LinkView } from '#contract/ui/domains/links.ts';
import { type ProcessHost, startProcess } from '../../harness/process-host.ts';
import type { WhatsAppSim } from '../../sim/whatsapp/server.ts';
import { links as linkNames } from './cast.ts';

/** The program `host.ts` and the folder of the toolbox. */
export interface Built {
  readonly host: string;
  readonly toolboxDir: string;
}

const gatherMs = 50;

/** Keeps a host alive on one home: killed, it starts again, and a person does for its links what they ask for. */
export const createLives = (o: { built: Built; home: string; sim: WhatsAppSim }) => {
  let host: ProcessHost | null = null;
  let child: ChildProcess | null = null;
  let isOver = false;
  let lives = 0;
  let awayMs = 0;
  let dying: { n: number; before: boolean } | null = null;
  let waiting: (() => void)[] = [];
  const wrong: string[] = [];
  const states = new Map<string, LinkView>();
  let failure: Error | null = null;

  let isTold = false;
  /** Something may have changed, here or in the network. What happens together is looked at once: a look takes time from everybody. */
  const wake = (): void => {
    if (isTold) return;
    isTold = true;
    setTimeout(() => {
      isTold = false;
      const now = waiting;
      waiting = [];
      for (const resume of now) resume();
    }, gatherMs);
  };
  const off = o.sim.onChange(wake);

  const live = async (): Promise<void> => {
    const env = dying ? dieAtCommit(dying) : {};
    dying = null;
    lives += 1;
    const started = await startProcess(o.home, {
      program: [o.built.host, o.home, o.sim.url, o.built.toolboxDir],
      env,
      spawned: (made) => {
        child = made;
      },
    });
    if (started) {
      host = started;
      if (isOver) await started.kill();
      const end = new AbortController();
      void started.gone.then(() => end.abort());
      void follow(started.client, end.signal);
      wake();
      await started.gone;
    }
    host = null;
    states.clear();
    wake();
  };
  const follow = async (client: HostClient, signal: AbortSignal): Promise<void> => {
    const events = async (): Promise<void> => {
      for await (const _ of await client.host.watch({ since: null }, { signal })) wake();
    };
    const listLinks = async (): Promise<void> => {
      for await (const list of await client.links.watch(undefined, { signal })) {
        for (const link of list) {
          states.set(link.name, link);
          if (link.state === 'live' && link.heardAt === null) wrong.push(`the link ${link.name} was live without having heard anything`);
          // It may be refused: the host was just killed, or the code is another one by now. Then it is seen again.
          void care(client, link).catch(() => undefined);
        }
        wake();
      }
    };
    await Promise.allSettled([events(), listLinks()]);
  };
  /** What a person does who sees that. */
  const care = async (client: HostClient, link: LinkView): Promise<void> => {
    if (link.state === 'conflict') await client.links.tryNow({ id: link.id });
    if (link.state === 'logged-out' || link.state === 'unlinked') await client.links.pair({ id: link.id });
    if (link.state === 'pairing' && link.qr !== null) o.sim.phone(link.name).scan(link.qr);
  };

  const run = (async () => {
    while (!isOver) {
      await live();
      if (!isOver && awayMs > 0) await new Promise((resolve) => setTimeout(resolve, awayMs));
      awayMs = 0;
    }
  })().catch((error: unknown) => {
    failure = error instanceof Error ? error : new Error(String(error));
    wake();
  });

  return {
    wrong,
    states,
    client: (): HostClient | null => host?.client ?? null,
    count: (): number => lives,
    wake,
    kill(ms: number): void {
      awayMs = ms;
      child?.kill('SIGKILL');
    },
    /** The next life ends at its n-th commit. */
    dieNext(at: { n: number; before: boolean }): void {
      dying = at;
      child?.kill('SIGKILL');
    },
    areLive: (): boolean => linkNames.every((name) => states.get(name)?.state === 'live'),
    areDown: (): boolean => host !== null && linkNames.every((name) => states.has(name) && states.get(name)?.state !== 'live'),
    /** Looks now and after everything that happens until `look` finds nothing open; rejects with what is after `ms`. */
    async until(what: string, look: () => string | null | Promise<string | null>, ms: number): Promise<void> {
      const tooLong = Date.now() + ms;
      const timer = setTimeout(wake, ms + 10);
      try {
        for (;;) {
          const { promise, resolve } = Promise.withResolvers<void>();
          waiting.push(resolve);
          if (failure) throw failure;
          const open = await look();
          if (open === null) return;
          if (Date.now() > tooLong) throw new Error(`waited for ${what}: ${open}`);
          await promise;
        }
      } finally {
        clearTimeout(timer);
      }
    },
    async close(): Promise<void> {
      isOver = true;
      off();
      child?.kill('SIGKILL');
      await run;
    },
  };
};
export type Lives = ReturnType<typeof createLives>;

const dieAtCommit = (at: { n: number; before: boolean }): Record<string, string> => ({
  NODE_OPTIONS: `--import ${new URL('../die-at-commit.mjs', import.meta.url).href}`,
  PYNCHY_TEST_DIE_AT_COMMIT: String(at.n),
  PYNCHY_TEST_DIE_BEFORE: at.before ? '1' : '0',
});
