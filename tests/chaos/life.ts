import type { ChildProcess } from 'node:child_process';
import type { HostClient } from '#contract/client/connect.ts';
import { type ProcessHost, startProcess } from '../harness/process-host.ts';
import type { Action, Kill, Plan } from './plan.ts';

/** What the person remembers over all lives of the host. */
export interface Memory {
  readonly ids: Map<string, string>;
  readonly done: Set<string>;
  readonly stopped: Set<string>;
  /** Sends that the host took twice as something new. */
  readonly doubled: string[];
}

const over = new Set(['answered', 'failed', 'ignored']);
// Without a single event of the host; a busy machine is slow, but it moves.
const giveUpMs = 60_000;

/** One life of the host: from its start to the kill, or to the moment when everything is done. True when all is done. */
export const live = async (o: {
  home: string;
  plan: Plan;
  chatIds: readonly string[];
  memory: Memory;
  kill: Kill | null;
}): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  const killAfter = (ms: number, child: ChildProcess): void => {
    timer = setTimeout(() => child.kill('SIGKILL'), ms);
  };
  let process: ChildProcess | null = null;
  const host = await startProcess(o.home, {
    env: o.kill?.by === 'commit' ? dieAtCommit(o.kill) : {},
    spawned(child) {
      process = child;
      if (o.kill?.by === 'start') killAfter(o.kill.ms, child);
    },
  });
  try {
    if (!host || !process) return false;
    if (o.kill?.by === 'time') killAfter(o.kill.ms, process);
    return await act({ ...o, host });
  } finally {
    clearTimeout(timer);
    await host?.kill();
  }
};

const dieAtCommit = (kill: Extract<Kill, { by: 'commit' }>): Record<string, string> => ({
  NODE_OPTIONS: `--import ${new URL('die-at-commit.mjs', import.meta.url).href}`,
  PYNCHY_TEST_DIE_AT_COMMIT: String(kill.n),
  PYNCHY_TEST_DIE_BEFORE: kill.before ? '1' : '0',
});

interface Life {
  readonly host: ProcessHost;
  readonly plan: Plan;
  readonly chatIds: readonly string[];
  readonly memory: Memory;
  readonly kill: Kill | null;
}

const act = async (life: Life): Promise<boolean> => {
  const { host, plan } = life;
  const end = new AbortController();
  const tooLong = setTimeout(() => end.abort(new Error('stuck')), giveUpMs);
  void host.gone.then(() => end.abort(new Error('gone')));
  const changes = createChanges(life, end.signal, () => tooLong.refresh());
  try {
    const people = plan.chats.map((actions, c) => person(life, changes, life.chatIds[c] ?? '', actions));
    await Promise.all([...people, answerer(life, changes, () => isQuiet(life))]);
    const { ok, text } = await host.client.audit.verify();
    if (!ok) throw new Error(`the audit log does not hold: ${text}`);
    return true;
  } catch (error) {
    if (end.signal.aborted && (end.signal.reason as Error).message === 'stuck') {
      const status = await host.client.host.status();
      throw new Error(`nothing moves any more: ${JSON.stringify(status.turns)}`, { cause: error });
    }
    // The host was killed under our hands: the next life goes on.
    await Promise.race([host.gone, new Promise((_, reject) => setTimeout(() => reject(error), 2_000).unref())]);
    return false;
  } finally {
    clearTimeout(tooLong);
    end.abort(new Error('over'));
  }
};

interface Changes {
  /** Looks now and after every event until `look` is true. Rejects when this life is over. */
  until(look: () => Promise<boolean>): Promise<void>;
  /** Something changed that the host does not know of. */
  wake(): void;
}

const createChanges = ({ host, kill }: Life, signal: AbortSignal, moved: () => void): Changes => {
  let count = 0;
  let notify: (() => void)[] = [];
  let version = 0;
  const wake = (): void => {
    version++;
    const waiting = notify;
    notify = [];
    for (const resume of waiting) resume();
  };
  signal.addEventListener('abort', wake);
  void (async () => {
    for await (const item of await host.client.host.watch({ since: null }, { signal })) {
      moved();
      if (item.type === 'event' && ++count === (kill?.by === 'event' ? kill.n : -1)) globalThis.process.kill(host.pid, 'SIGKILL');
      if (item.type !== 'delta') wake();
    }
  })().catch(() => undefined);
  return {
    wake,
    async until(look) {
      for (;;) {
        if (signal.aborted) throw signal.reason;
        const seen = version;
        if (await look()) return;
        if (seen === version) await new Promise<void>((resolve) => notify.push(resolve));
      }
    },
  };
};

const person = async ({ host: { client }, memory }: Life, changes: Changes, chatId: string, actions: readonly Action[]): Promise<void> => {
  for (const action of actions) {
    if (memory.done.has(action.clientId)) continue;
    const request = { chatId, text: action.text, clientId: action.clientId };
    const first = await client.messages.send(request);
    const before = memory.ids.get(action.clientId);
    if (before !== undefined && before !== first.messageId) memory.doubled.push(action.clientId);
    memory.ids.set(action.clientId, first.messageId);
    if (action.resends) {
      const again = await client.messages.send(request);
      if (!again.duplicate || again.messageId !== first.messageId) memory.doubled.push(action.clientId);
    }
    if (action.stops && !memory.stopped.has(action.clientId)) {
      await changes.until(async () => (await client.messages.turnOf({ messageId: first.messageId })).turn !== null);
      memory.stopped.add(action.clientId);
      const { turn } = await client.messages.turnOf({ messageId: first.messageId });
      await client.turns.stop({ turnId: turn?.id ?? '' });
    }
    if (action.waits)
      await changes.until(async () => over.has((await client.messages.turnOf({ messageId: first.messageId })).messageState));
    memory.done.add(action.clientId);
    changes.wake();
  }
};

/** Answers what is asked until everything is quiet. */
const answerer = async ({ host: { client }, plan }: Life, changes: Changes, quiet: () => Promise<boolean>): Promise<void> => {
  await changes.until(async () => {
    for (const ask of await client.asks.list({ state: 'pending' })) {
      const isDenied = plan.denied.has(String(ask.input?.text ?? ''));
      await client.asks
        .answer({
          id: ask.id,
          decision: ask.kind === 'question' ? 'answer' : isDenied ? 'deny' : 'approve',
          answers: ask.questions.map(() => 'the first'),
        })
        .catch((error: unknown) => {
          // Stop took it away in the same moment.
          if ((error as { data?: { code?: string } }).data?.code !== 'ask-cancelled') throw error;
        });
    }
    return quiet();
  });
};

const isQuiet = async ({ host: { client }, plan, memory }: Life): Promise<boolean> => {
  const all = plan.chats.flat();
  if (!all.every((a) => memory.done.has(a.clientId))) return false;
  const { turns } = await client.host.status();
  if (turns.running.length > 0 || turns.queued > 0) return false;
  for (const a of all) if (!over.has(await outcomeOf(client, memory.ids.get(a.clientId) ?? ''))) return false;
  return true;
};
const outcomeOf = async (client: HostClient, messageId: string): Promise<string> =>
  (await client.messages.turnOf({ messageId })).messageState;
