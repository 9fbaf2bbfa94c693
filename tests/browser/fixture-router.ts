import { createHash } from 'node:crypto';
import { implement, ORPCError } from '@orpc/server';
import { contract } from '#contract/ui/contract.ts';
import type { ChatView, WorkspaceView } from '#contract/ui/views.ts';
import type { WatchItem } from '#contract/ui/watch.ts';
import type { FixtureHost, FixtureLog } from './fixture-host.ts';
import { makeChat, makeMessage, statusOf } from './fixture-state.ts';

/** The whole output behind every `outputBlob` of the fixture. */
export const wholeOutput = Array.from({ length: 4_000 }, (_, i) => `line ${i + 1}`).join('\n');
export const wholeOutputSha256 = createHash('sha256').update(wholeOutput).digest('hex');

const failure = (code: string, text: string): ORPCError<'APP', { code: string; params: Record<string, string>; text: string }> =>
  new ORPCError('APP', { data: { code, params: {}, text } });

const found = <T>(item: T | undefined): T => {
  if (item === undefined) throw failure('not-found', 'That does not exist any more.');
  return item;
};

async function* watch(
  log: FixtureLog,
  since: { bootId: string; seq: number } | null,
  signal: AbortSignal | undefined,
): AsyncGenerator<WatchItem> {
  const queue: WatchItem[] = [];
  let wake: () => void = () => undefined;
  const listener = (item: WatchItem): void => {
    queue.push(item);
    wake();
  };
  const isKnown = since !== null && since.bootId === log.bootId && since.seq >= log.floor;
  queue.push({ type: isKnown || since === null ? 'hello' : 'reset', bootId: log.bootId, seq: log.events.length });
  if (isKnown) queue.push(...log.events.slice(since.seq));
  log.listeners.add(listener);
  try {
    while (!signal?.aborted) {
      const item = queue.shift();
      if (item) {
        yield item;
        continue;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
        signal?.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  } finally {
    log.listeners.delete(listener);
  }
}

/** The contract over the fixture's state. Calls that no page makes are left out. */
export const createFixtureRouter = (host: FixtureHost, log: FixtureLog) => {
  const os = implement(contract);
  const { state } = host;
  const chatOf = (id: string): ChatView => found(state.chats.find((chat) => chat.id === id));
  const change = (id: string, part: Partial<ChatView>): ChatView => {
    state.chats = state.chats.map((chat) => (chat.id === id ? { ...chat, ...part } : chat));
    host.emit('chat', id, { chatId: id });
    return chatOf(id);
  };
  const workspaceOf = (name: string): WorkspaceView => found(state.workspaces.find((workspace) => workspace.name === name));
  const seenIds = new Map<string, string>();
  return {
    host: {
      status: os.host.status.handler(() => statusOf(state, log.bootId)),
      watch: os.host.watch.handler(({ input, signal }) => watch(log, input.since, signal)),
    },
    vault: {
      unlock: os.vault.unlock.handler(() => {
        state.vault = 'ready';
        return { state: 'ready' as const };
      }),
    },
    chats: {
      list: os.chats.list.handler(() => state.chats),
      open: os.chats.open.handler(() => {
        const chat = makeChat({ id: `chat-${state.chats.length + 1}`, name: 'home' });
        state.chats = [...state.chats, chat];
        return chat;
      }),
      create: os.chats.create.handler(({ input }) => {
        const workspace = found(state.workspaces.find(({ id }) => id === input.workspaceId));
        const chat = makeChat({
          id: `chat-${state.chats.length + 1}`,
          name: input.name ?? 'New chat',
          workspaceId: workspace.id,
          workspace: workspace.name,
        });
        state.chats = [...state.chats, chat];
        host.emit('chat', chat.id, { chatId: chat.id });
        return chat;
      }),
      thread: os.chats.thread.handler(({ input: { chatId, before, limit } }) => {
        const above = state.messages.filter((message) => message.chatId === chatId && (before === null || message.seq < before));
        const messages = above.slice(-limit);
        const first = messages[0]?.seq ?? 0;
        const last = before === null ? Number.POSITIVE_INFINITY : (messages.at(-1)?.seq ?? 0);
        const turns = state.turns.filter((turn) => turn.chatId === chatId && turn.afterSeq >= first && turn.afterSeq <= last);
        return {
          chat: chatOf(chatId),
          messages,
          turns,
          asks: state.asks.filter((ask) => turns.some(({ id }) => id === ask.turnId)),
          olderBefore: above.length > limit ? first : null,
          eventSeq: log.events.length,
        };
      }),
      saveDraft: os.chats.saveDraft.handler(({ input }) => {
        change(input.chatId, { draft: input.text });
        return { saved: true as const };
      }),
    },
    messages: {
      send: os.messages.send.handler(({ input }) => {
        const known = seenIds.get(input.clientId);
        if (known !== undefined) return { messageId: known, duplicate: true };
        const seq = (state.messages.at(-1)?.seq ?? 0) + 1;
        const message = makeMessage(seq, { chatId: input.chatId, text: input.text, sentAt: Date.now() });
        state.messages.push(message);
        seenIds.set(input.clientId, message.id);
        change(input.chatId, { lastText: input.text, lastAt: Date.now(), draft: '' });
        host.emit('message', message.id, { chatId: input.chatId });
        host.onSend(input.text, seq);
        return { messageId: message.id, duplicate: false };
      }),
      stopCommand: os.messages.stopCommand.handler(({ input }) => {
        state.messages = state.messages.map((message) =>
          message.id === input.messageId
            ? { ...message, state: 'answered', command: { line: 'stopped', exitCode: null, output: '[cancelled]', outputBlob: null } }
            : message,
        );
        host.emit('message', input.messageId);
        return { stopped: true };
      }),
    },
    turns: {
      get: os.turns.get.handler(({ input }) => found(state.turns.find(({ id }) => id === input.turnId))),
      stop: os.turns.stop.handler(({ input }) => {
        state.turns = state.turns.map((turn) =>
          turn.id === input.turnId
            ? { ...turn, state: 'cancelled', reason: { code: 'stopped-by-you', params: {} }, endedAt: Date.now() }
            : turn,
        );
        host.emit('turn', input.turnId);
        return { stopped: true };
      }),
      retry: os.turns.retry.handler(() => ({ queued: true as const })),
      output: os.turns.output.handler(({ input }) => {
        const text = wholeOutput.slice(input.offset, input.offset + 20_000);
        const end = input.offset + text.length;
        return { text, totalBytes: wholeOutput.length, nextOffset: end < wholeOutput.length ? end : null };
      }),
    },
    sessions: {
      reset: os.sessions.reset.handler(({ input }) => {
        const undoUntil = Date.now() + 600_000;
        const seq = (state.messages.at(-1)?.seq ?? 0) + 1;
        state.messages.push(
          makeMessage(seq, { chatId: input.chatId, origin: 'harness', reason: { code: 'session-reset', params: {} }, text: '' }),
        );
        change(input.chatId, { sessionId: 'session-2', undoResetUntil: undoUntil });
        return { sessionId: 'session-2', undoUntil };
      }),
      undoReset: os.sessions.undoReset.handler(({ input }) => {
        change(input.chatId, { sessionId: 'session-1', undoResetUntil: null });
        return { sessionId: 'session-1' };
      }),
    },
    asks: {
      list: os.asks.list.handler(({ input }) => state.asks.filter((ask) => input.state === 'all' || ask.state === 'pending')),
      answer: os.asks.answer.handler(({ input }) => {
        const ask = found(state.asks.find(({ id }) => id === input.id));
        const answered = {
          ...ask,
          state: input.decision === 'deny' ? ('denied' as const) : ('answered' as const),
          answeredBy: 'You',
          answeredAt: Date.now(),
          surface: 'desktop',
        };
        state.asks = state.asks.map((other) => (other.id === ask.id ? answered : other));
        host.emit('ask', ask.id, { chatId: ask.chatId });
        return answered;
      }),
    },
    accounts: {
      list: os.accounts.list.handler(() => state.accounts),
      providers: os.accounts.providers.handler(() => [
        { id: 'anthropic', title: 'Anthropic', needsKey: 'yes' as const, defaultBaseUrl: 'https://api.anthropic.com' },
        { id: 'openai', title: 'OpenAI-compatible', needsKey: 'optional' as const, defaultBaseUrl: 'https://api.openai.com/v1' },
        { id: 'practice', title: 'Practice', needsKey: 'no' as const, defaultBaseUrl: '' },
      ]),
      add: os.accounts.add.handler(({ input }) => {
        if (state.accounts.some(({ name }) => name === input.name))
          throw failure('name-taken', `There is already an account named "${input.name}".`);
        const account = {
          id: `acc-${input.name}`,
          name: input.name,
          provider: input.provider,
          baseUrl: input.baseUrl ?? '',
          realm: input.realm,
          hasKey: input.key !== null,
          noAi: input.provider === 'practice',
          budgetTokens: input.budgetTokens,
          usedTokensThisMonth: 0,
        };
        state.accounts = [...state.accounts, account];
        host.emit('account', account.id, { chatId: null });
        return account;
      }),
      remove: os.accounts.remove.handler(({ input }) => {
        state.accounts = state.accounts.filter(({ name }) => name !== input.name);
        host.emit('account', input.name, { chatId: null });
        return { removed: true as const };
      }),
      setKey: os.accounts.setKey.handler(({ input }) => found(state.accounts.find(({ name }) => name === input.name))),
      setBaseUrl: os.accounts.setBaseUrl.handler(({ input }) => {
        state.accounts = state.accounts.map((account) => (account.name === input.name ? { ...account, baseUrl: input.baseUrl } : account));
        return found(state.accounts.find(({ name }) => name === input.name));
      }),
      test: os.accounts.test.handler(({ input }) =>
        input.name.startsWith('bad')
          ? { ok: false, text: 'The key was refused (401). Check that it was copied whole.', code: 'bad-key', ms: 210 }
          : { ok: true, text: `${input.name} answered in 0.9 s.`, code: null, ms: 900 },
      ),
      models: os.accounts.models.handler(() => ({
        ok: true,
        text: '2 models',
        models: [
          { id: 'claude-sonnet-5-5', name: 'Sonnet 5.5', contextTokens: 200_000 },
          { id: 'claude-haiku-5-5', name: 'Haiku 5.5', contextTokens: 200_000 },
        ],
      })),
      detect: os.accounts.detect.handler(() => [{ name: 'Ollama', baseUrl: 'http://127.0.0.1:11434/v1', models: ['qwen3:8b'] }]),
    },
    workspaces: {
      list: os.workspaces.list.handler(() => state.workspaces),
      set: os.workspaces.set.handler(({ input }) => {
        const workspace = workspaceOf(input.name);
        const accounts =
          input.accounts?.map((name) => found(state.accounts.find((account) => account.name === name))) ?? workspace.accounts;
        const next = {
          ...workspace,
          accounts: accounts.map(({ id, name, provider }) => ({ id, name, provider })),
          model: input.model === undefined ? workspace.model : input.model,
        };
        state.workspaces = state.workspaces.map((other) => (other.id === next.id ? next : other));
        host.emit('workspace', next.id, { chatId: null });
        return next;
      }),
    },
    plugins: {
      list: os.plugins.list.handler(() => state.plugins),
      setEnabled: os.plugins.setEnabled.handler(({ input }) => {
        const plugin = found(state.plugins.find(({ id }) => id === input.id));
        const next = { ...plugin, enabled: input.enabled, state: input.enabled ? ('active' as const) : ('disabled' as const) };
        state.plugins = state.plugins.map((other) => (other.id === next.id ? next : other));
        return next;
      }),
    },
  };
};
