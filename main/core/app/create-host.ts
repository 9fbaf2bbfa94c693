import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reason } from '#contract/model/reason.ts';
import type { Chat, Turn, Workspace } from '#contract/model/records.ts';
import { renderReason } from '#contract/text/render.ts';
import { refOf } from '../accounts/candidates.ts';
import { createModelLists } from '../accounts/model-lists.ts';
import { createLiveText } from '../agent/live-text.ts';
import { StopRun } from '../agent/ports.ts';
import { runTurn } from '../agent/run-turn.ts';
import { createApi } from '../api/api.ts';
import { writeFileAtomic } from '../base/atomic-file.ts';
import { type Clock, systemClock } from '../base/clock.ts';
import { createClosers } from '../base/disposable.ts';
import { newId } from '../base/ids.ts';
import { openLogFile } from '../base/log.ts';
import { pathsIn } from '../base/paths.ts';
import { createRedactor } from '../base/redaction.ts';
import { openBlobs } from '../blobs/blobs.ts';
import { audienceOf, recognise } from '../commands/recognise.ts';
import { createCommands } from '../commands/run-command.ts';
import { createInbox } from '../inbox/inbox.ts';
import { createOutbox } from '../outbox/create-outbox.ts';
import { createPlugins, type FoundPlugin } from '../plugins/plugins.ts';
import { createRegistry } from '../plugins/registry.ts';
import { createQueue } from '../queue/queue.ts';
import { createSandboxes } from '../sandbox/create-sandboxes.ts';
import { createScheduler } from '../scheduler/scheduler.ts';
import { createAccountsService } from '../services/accounts.ts';
import { createAsksService } from '../services/asks.ts';
import { createChatsService } from '../services/chats.ts';
import { createWorkspacesService } from '../services/workspaces.ts';
import { openSettings } from '../settings/settings.ts';
import { createAudit } from '../store/audit.ts';
import { createBlobRefs } from '../store/blob-refs.ts';
import { createReader } from '../store/reader.ts';
import { createStore } from '../store/store.ts';
import { acceptMessages, failCommand, finishCommand } from '../store/transitions/accept.ts';
import { post } from '../store/transitions/post.ts';
import { interruptTurn, recover } from '../store/transitions/recover.ts';
import { seed } from '../store/transitions/seed.ts';
import { addTask, dueTasks, fireTask, listTasks, moveTask, nextTaskAt } from '../store/transitions/tasks.ts';
import { startTurn } from '../store/transitions/turn-start.ts';
import { resumeTurn } from '../store/transitions/turn-wait.ts';
import { createThreadViews } from '../store/views/thread.ts';
import { shorten } from '../tools/output.ts';
import { openVault } from '../vault/vault.ts';
import { agentTools } from './agent-tools.ts';
import { wireAgent } from './agent-wiring.ts';
import { openHome } from './boot.ts';
import { createPluginCtxs } from './plugin-ctx.ts';
import { createWatch } from './watch.ts';

export interface HostOptions {
  readonly home: string;
  readonly version: string;
  readonly firstParty: readonly FoundPlugin[];
  readonly toolboxDir: string;
  readonly samplesDir: string | null;
  readonly detectServers?: (signal: AbortSignal) => Promise<{ name: string; baseUrl: string; models: readonly string[] }[]>;
  readonly clock?: Clock;
}

const eventsKept = 20_000;
const prewarmTurns = 20;
const trimMs = 3_600_000;
const longestQuotaWaitMs = 32 * 86_400_000;
const clockCheckMs = 60_000;
const leftRetryMs = 5_000;
const stopGraceMs = 5_000;

/**
 * The host: everything between a message and its answer. Returns when input is accepted.
 * Throws AppError host-running, home-not-writable, disk-full, database-newer, sqlite-too-old.
 */
export const createHost = async (o: HostOptions) => {
  // Everything the host writes is for its owner alone.
  process.umask(0o077);
  const clock = o.clock ?? systemClock;
  const paths = pathsIn(o.home);
  const closers = createClosers();
  const stopping = new AbortController();
  const bootId = newId('boot', clock.now());
  const startedAt = clock.now();

  // 1. The folder, the lock, the database.
  const opened = openHome(paths, clock.now);
  closers.add('lock', opened.release);
  closers.add('database', () => opened.db.close());
  const redactor = createRedactor();
  const logFile = openLogFile(paths.logs, redactor);
  closers.add('log', logFile.close);
  const log = logFile.scope('host');
  const settings = openSettings(paths.settings, clock.now());
  const notices: Reason[] = [...opened.notices, ...(settings.notice ? [settings.notice] : [])];
  const vault = openVault(paths.vault);
  const blobs = openBlobs(paths.blobs);
  const store = createStore(opened.db, bootId);
  const { db } = store;
  const { installId, firstStart } = seed(db, bootId, clock.now());
  const blobRefs = createBlobRefs(db, clock.now);
  const macKey = auditKey(join(paths.vault, 'audit.key'));
  const audit = createAudit(db, macKey, clock.now, redactor.clean);
  const systemZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zone = (): string => settings.get().zone || systemZone;
  log('info', 'host starts', { bootId, pid: process.pid, version: o.version, firstStart });

  // 2. Plugins bring providers, sandboxes, tools, channels and hooks.
  const registry = createRegistry(() => undefined);
  const noteEgress = logFile.scope('egress');
  const ctxs = createPluginCtxs({
    pluginsDir: paths.plugins,
    vault,
    blobs,
    logFile,
    redactor,
    settingsOf: (id) => store.plugins.get(id)?.settings ?? {},
    mayReveal: (pluginId, ref) => secretBelongs(pluginId, ref.secret),
    audit: audit.append,
    noteEgress: (row) => noteEgress('info', 'egress', row),
  });
  const secretBelongs = (pluginId: string, secret: string): boolean =>
    secret.startsWith(`plugin:${pluginId}:`) ||
    store.accounts.list().some((a) => a.keyRef === secret && registry.pluginOf('provider', a.provider) === pluginId);
  const plugins = createPlugins({
    found: o.firstParty,
    registry,
    isEnabled: (id) => store.plugins.get(id)?.enabled ?? true,
    setEnabled: store.plugins.setEnabled,
    makeCtx: ctxs.make,
    changed: store.plugins.changed,
    activationMs: 3_000,
    log: logFile.scope('plugins'),
  });
  closers.add('plugin contexts', ctxs.close);
  closers.add('plugins', plugins.stop);

  // 3. Where tools work.
  const models = createModelLists({ timeoutMs: 15_000, contextSetting: () => settings.get().contextTokens, refOf });
  const accounts = createAccountsService({ store, clock, vault, registry, models, addSecret: redactor.add });
  const workspaces = createWorkspacesService({ store, clock, registry, accounts, dir: paths.workspaces, samplesDir: o.samplesDir });
  const sandboxes = createSandboxes({
    store: store.sandboxes,
    installId,
    toolboxDir: o.toolboxDir,
    providers: () => registry.all('sandbox'),
    choice: (workspaceId) => store.workspaces.byId(workspaceId)?.sandbox ?? 'auto',
    workspaceDir: workspaces.folder,
    idleStopMs: settings.get().sandboxIdleMinutes * 60_000,
    log: logFile.scope('sandbox'),
    changed: () => undefined,
  });
  closers.add('sandboxes', () => sandboxes.stopAll(2_000));

  // 4. What the screens watch.
  const watch = createWatch(store, bootId, log);
  const live = createLiveText(watch.delta);

  const isNoAi = (provider: string): boolean => registry.find('provider', provider)?.noAi ?? false;

  // 5. A message's way: inbox -> (command | queue -> agent -> tools) -> answer.
  const wake = (chatId: string): void => queue.wake(chatId);
  const asks = createAsksService({ store, clock, audit, wake, log: logFile.scope('asks') });
  const chats = createChatsService({ store, clock, queue: () => queue, bootId, isNoAi });
  const scheduler = createScheduler({
    clock,
    log: logFile.scope('scheduler'),
    defaultZone: zone,
    due: (now) => dueTasks(db, now),
    nextAt: () => nextTaskAt(db),
    add: (task) => addTask(db, task, clock.now()),
    planned: () => listTasks(db).filter((task) => task.enabled),
    move: (task, nextAt) => moveTask(db, task, nextAt),
    fire(task, due) {
      const owner = store.people.get(task.ownerPersonId) ?? store.people.owner();
      const message = {
        id: newId('msg', clock.now()),
        chatId: task.chatId,
        externalKey: `task:${task.id}:${due.dueAt}`,
        personId: owner.id,
        role: owner.role,
        origin: 'task' as const,
        audience: 'both' as const,
        text: task.prompt,
        sentAt: due.dueAt,
        late: due.missed.length > 0,
      };
      if (fireTask(db, task, { ...due, message }, clock.now())) wake(task.chatId);
    },
  });
  // Replies go out through the outbox; a channel's ids are reserved before the transaction that stores them.
  const outbox = createOutbox({
    store: store.deliveries,
    clock,
    channel: (connectionId) => registry.find('channel', store.deliveries.channelOf(connectionId) ?? ''),
    held: () => false,
    tell: (delivery, state, why) =>
      log('warn', `delivery ${state}`, { deliveryId: delivery.id, chatId: delivery.chatId, reason: why.code }),
    log: logFile.scope('outbox'),
  });
  closers.add('outbox', () => outbox.stop(1_000));
  const isBuiltIn = (chat: Chat): boolean => ['desktop', 'cli', 'scheduler'].includes(chat.channel);
  const unreserved = (text: string) => {
    const deliveryId = newId('dlv', clock.now());
    return [{ deliveryId, externalId: `unreserved:${deliveryId}`, text }];
  };
  const partsFor = async (chatId: string, text: string) => {
    const chat = chats.must(chatId);
    return isBuiltIn(chat) ? unreserved(text) : outbox.prepare(chat.connectionId, text);
  };
  const delivered = (chatId: string): void => {
    const chat = chats.must(chatId);
    if (!isBuiltIn(chat)) outbox.wake(chat.connectionId);
  };
  const builtIn = agentTools({ store, clock, sandboxes, blobs, scheduler, registry, zone, partsFor, delivered });
  const agent = wireAgent({
    store,
    clock,
    registry,
    models,
    vault,
    audit,
    live,
    zone,
    log: logFile.scope('agent'),
    tools: () => builtIn(),
    warmSandbox: sandboxes.warm,
    approvalMs: () => settings.get().approvalMinutes * 60_000,
    endMessage: async (chatId, end) => ({
      messageId: newId('msg', clock.now()),
      text: end.text,
      parts: await partsFor(chatId, end.reason ? renderReason(end.reason) : end.text),
    }),
    delivered,
    asksChanged: asks.changed,
    quotaWait: (turnId, nextAt) => armQuota(turnId, nextAt),
  });
  const later = (run: () => void): void =>
    void clock.after(leftRetryMs, () => {
      if (!stopping.signal.aborted) run();
    });
  const armQuota = (turnId: string, nextAt: number): void => {
    const until = clock.mono() + Math.min(nextAt - clock.now(), longestQuotaWaitMs);
    const look = (): void => {
      if (stopping.signal.aborted) return;
      const turn = store.turns.byId(turnId);
      if (turn?.state !== 'waiting' || turn.wait !== 'quota' || turn.nextAt !== nextAt) return;
      // By the one clock after a sleep, by the other after the time was set back.
      if (clock.now() < nextAt && clock.mono() < until) return arm();
      try {
        resumeTurn(db, turnId, turn.waitId ?? '');
        wake(turn.chatId);
      } catch (error) {
        log('error', 'a waiting turn could not be resumed yet', { turnId, error: String(error) });
        later(look);
      }
    };
    const arm = (): void => void clock.after(Math.min(until - clock.mono(), clockCheckMs), look);
    arm();
  };
  const queue = createQueue({
    start(chatId) {
      try {
        return startTurn(db, { chatId, turnId: newId('turn', clock.now()), bootId }, clock.now());
      } catch (error) {
        later(() => wake(chatId));
        throw error;
      }
    },
    run(turn, signal) {
      // A chat that used tools lately will probably need them again; the start hides behind the first model call.
      if (store.turns.toolRuns(turn.sessionId, prewarmTurns) > 0) sandboxes.warm(turn.workspaceId);
      return runTurn(agent, turn, signal);
    },
    workspaceOf: (chatId) => store.chats.byId(chatId)?.workspaceId ?? null,
    left: (turn) => takeUpLater(turn),
    stopReason: (why) => new StopRun(why),
    atOnce: () => settings.get().turnsAtOnce,
    atOncePerWorkspace: () => settings.get().turnsPerWorkspace,
    log: logFile.scope('queue'),
  });
  // The store could not be written when the turn wanted to end: once it can be, the turn goes back to the queue.
  const takeUpLater = (turn: Turn): void =>
    later(() => {
      try {
        interruptTurn(db, turn.id, clock.now());
        wake(turn.chatId);
      } catch (error) {
        log('warn', 'a left turn can not be taken up yet', { turnId: turn.id, error: String(error) });
        takeUpLater(turn);
      }
    });
  const tell = async (chatId: string, why: Reason): Promise<void> => {
    const messageId = newId('msg', clock.now());
    const parts = await partsFor(chatId, renderReason(why));
    const notice = {
      messageId,
      chatId,
      origin: 'harness',
      audience: 'user',
      text: '',
      reason: why,
      turnId: null,
      role: 'notice',
      parts,
      source: { kind: 'message', id: messageId },
    } as const;
    db.tx(() => post(db, notice, clock.now()));
    delivered(chatId);
  };
  const commands = createCommands({
    toolbox: (chatId, signal) => sandboxes.acquire(chats.must(chatId).workspaceId, signal),
    shorten: (text) => shorten(text, blobs).text,
    finish(id, result) {
      finishCommand(db, id, result);
      live.end(id);
    },
    fail(id, code, line) {
      failCommand(db, id, code, line);
      live.end(id);
    },
    later,
    tell,
    stop: chats.stopIn,
    reset: async (chatId) => void (await chats.reset(chatId)),
    undoReset: (chatId) => void chats.undoReset(chatId),
    answer: (id, decision, personId) =>
      void asks.answer({ id, decision, answers: [], person: store.people.get(personId) ?? store.people.owner(), surface: 'chat' }),
    pending: () =>
      store.asks
        .list({ pendingOnly: true })
        .map(
          (a) => `${a.shortId}: ${a.payload.kind === 'approval' ? a.payload.tool : a.payload.questions.map((q) => q.question).join(' / ')}`,
        )
        .join('\n') || 'Nothing waits for you.',
    live: (chatId, messageId, text) => live.append({ chatId, turnId: '', stepId: messageId, kind: 'tool' }, text),
    signal: stopping.signal,
    log: logFile.scope('commands'),
  });
  const inbox = createInbox({
    store: (list) => acceptMessages(db, list, clock.now()),
    recognise(text, chatId) {
      const sessionId = store.chats.byId(chatId)?.sessionId;
      const command = recognise(text, sessionId !== undefined && store.turns.activeOf(sessionId) !== null);
      return command ? { audience: audienceOf(command) } : null;
    },
    runCommand: commands.run,
    wake,
    log: logFile.scope('inbox'),
  });

  // The sample folder, and somebody to write to: what the first steps of a new user work on.
  const addSamples = (workspace: Workspace): void => {
    if (workspaces.addSamples(workspace)) chats.create(workspace, 'Bob');
  };

  // 6. What an earlier host left: turns go back to the queue, unknown effects are marked, sandboxes are gone for sure.
  const left = recover(
    db,
    { bootId, notice: () => ({ messageId: newId('msg', clock.now()), text: '', parts: unreserved('') }) },
    clock.now(),
  );
  if (left.requeued.length + left.failed.length + left.unknown > 0) log('warn', 'recovered after a host death', left);
  let cancelTrim = (): void => undefined;
  const trimEvents = (): void => {
    store.events.trim(eventsKept);
    cancelTrim = clock.after(trimMs, trimEvents);
  };
  closers.add('event trim', () => cancelTrim());
  trimEvents();
  blobs.sweep(blobRefs.isReferred);
  await plugins.start();
  if (firstStart) for (const workspace of store.workspaces.list()) addSamples(workspace);
  await sandboxes.sweep();
  outbox.start();
  asks.start();
  scheduler.start();
  for (const turn of store.turns.inState('waiting')) if (turn.wait === 'quota') armQuota(turn.id, turn.nextAt ?? 0);
  for (const chatId of new Set([...store.messages.chatsWithWaiting(), ...store.turns.inState('queued').map((t) => t.chatId)]))
    queue.wake(chatId);
  log('info', 'host ready', { bootId, ms: Math.round(clock.now() - startedAt) });

  const about = { version: o.version, pid: process.pid, bootId, startedAt, dataDir: o.home, firstStart };
  const views = createThreadViews({
    db,
    now: clock.now,
    liveOf: live.ofTurn,
    isNoAi,
    accountName: (id) => store.accounts.byId(id)?.name ?? '',
  });
  const reader = createReader({ file: paths.database, auditKey: macKey, log: logFile.scope('reader') });
  closers.add('reader', reader.close);
  const api = createApi({
    store,
    views,
    reader,
    clock,
    accounts,
    workspaces,
    chats,
    asks,
    plugins,
    registry,
    sandboxes,
    scheduler,
    audit,
    vault,
    settings,
    blobs,
    inbox,
    watch,
    live,
    redactor,
    about,
    notices,
    logsDir: paths.logs,
    pluginSettingsChanged: ctxs.settingsChanged,
    detect: (signal) => o.detectServers?.(signal) ?? Promise.resolve([]),
    log: logFile.scope('api'),
  });

  return {
    api,
    paths,
    bootId,
    about,
    settings,
    notices,
    log,
    sandboxInForce: (workspace: string) => sandboxes.inForce(workspaces.must(workspace).id),
    accountNames: () =>
      store.workspaces
        .routes(workspaces.must('home').id)
        .map((r) => `${r.account.name} (${r.account.provider})`)
        .join(', then '),
    usesPracticeOnly: () => store.accounts.list().every((a) => a.provider === 'practice'),
    /** At most 10 s with a running turn; unfinished work goes on at the next start. */
    async stop(): Promise<void> {
      log('info', 'host stops');
      scheduler.stop();
      asks.stop();
      await queue.drain(stopGraceMs);
      stopping.abort(new Error('the host stops'));
      await closers.closeAll((name, error) => process.stderr.write(`closing ${name} failed: ${String(error)}\n`));
    },
  };
};
export type Host = Awaited<ReturnType<typeof createHost>>;

const auditKey = (file: string): Buffer => {
  if (!existsSync(file)) writeFileAtomic(file, randomBytes(32));
  return readFileSync(file);
};
