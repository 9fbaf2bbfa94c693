import { refOf } from '../accounts/candidates.ts';
import { createModelLists } from '../accounts/model-lists.ts';
import { createLiveText } from '../agent/live-text.ts';
import { StopRun } from '../agent/ports.ts';
import { runTurn } from '../agent/run-turn.ts';
import { createApi } from '../api/api.ts';
import { type Clock, systemClock } from '../base/clock.ts';
import { type Closers, createClosers } from '../base/disposable.ts';
import { newId } from '../base/ids.ts';
import { audienceOf, recognise } from '../commands/recognise.ts';
import { createInbox } from '../inbox/inbox.ts';
import type { FoundPlugin } from '../plugins/plugins.ts';
import { createQueue } from '../queue/queue.ts';
import { createAccountsService } from '../services/accounts.ts';
import { createAsksService } from '../services/asks.ts';
import { createChatsService } from '../services/chats.ts';
import { createMemoriesService } from '../services/memories.ts';
import { createPause } from '../services/pause.ts';
import { createUploads } from '../services/uploads.ts';
import { createWorkspaceFiles } from '../services/workspace-files.ts';
import { createWorkspaceShelf } from '../services/workspace-shelf.ts';
import { createWorkspacesService } from '../services/workspaces.ts';
import { createBlobRefs, draftFiles } from '../store/blob-refs.ts';
import { acceptMessages } from '../store/transitions/accept.ts';
import { startTurn } from '../store/transitions/turn-start.ts';
import { sessionMeter } from '../store/views/meter.ts';
import { createThreadViews } from '../store/views/thread.ts';
import { agentTools } from './agent-tools.ts';
import { wireAgent } from './agent-wiring.ts';
import { createAsksOnPhones } from './asks-on-phones.ts';
import { wireChannels } from './channel-wiring.ts';
import { wireCommands } from './command-wiring.ts';
import { createExporter } from './exporting.ts';
import { createExtensions } from './extensions.ts';
import { openFoundation } from './foundation.ts';
import { wireHealth } from './health-wiring.ts';
import { createReplies } from './replies.ts';
import { wireSandboxes } from './sandbox-wiring.ts';
import { takeUp } from './take-up.ts';
import { createTaskFiring } from './task-firing.ts';
import { createTurnTimers } from './turn-timers.ts';
import { createWatch } from './watch.ts';

export interface HostOptions {
  readonly home: string;
  readonly version: string;
  readonly firstParty: readonly FoundPlugin[];
  readonly toolboxDir: string;
  readonly samplesDir: string | null;
  /** What a sandbox image is built from; null where a package brings none. */
  readonly recipeDir?: string | null;
  /** What CONTAINER_RUNTIME says; goes before the setting. */
  readonly containerRuntime?: string | undefined;
  readonly detectServers?: (signal: AbortSignal) => Promise<{ name: string; baseUrl: string; models: readonly string[] }[]>;
  readonly clock?: Clock;
  /** The wrapping key that this computer's keychain keeps for the vault; null where there is none to trust. */
  readonly keychainKey?: Uint8Array | null;
}

const prewarmTurns = 20;
const modelListMs = 15_000;
const stopGraceMs = 5_000;

/**
 * The host: everything between a message and its answer. Returns when input is accepted.
 * Throws AppError host-running, home-not-writable, disk-full, database-newer, sqlite-too-old.
 */
export const createHost = async (o: HostOptions) => {
  // Everything the host writes is for its owner alone.
  process.umask(0o077);
  const closers = createClosers();
  try {
    return await buildHost(o, closers);
  } catch (error) {
    await closers.closeAll(sayUnclosed);
    throw error;
  }
};
export type Host = Awaited<ReturnType<typeof createHost>>;

const sayUnclosed = (name: string, error: unknown): void => void process.stderr.write(`closing ${name} failed: ${String(error)}\n`);

const buildHost = async (o: HostOptions, closers: Closers) => {
  const clock = o.clock ?? systemClock;
  const startedAt = clock.now();
  const stopping = new AbortController();

  // 1. The folder, the lock, the database, keys and settings.
  const f = openFoundation({ home: o.home, version: o.version, clock, closers, keychainKey: o.keychainKey });
  const { store, settings, vault, blobs, audit, redactor, log, bootId } = f;
  const { db } = store;

  // 2. Plugins bring providers, sandboxes, tools, channels and hooks.
  const { registry, plugins, isNoAi, settingsChanged, trialCtx, trialKeys, onContribution } = createExtensions(f, o.firstParty);

  // 3. Who thinks, and where tools work.
  const models = createModelLists({ timeoutMs: modelListMs, contextSetting: () => settings.get().contextTokens, refOf });
  const accounts = createAccountsService({ store, clock, vault, registry, models, isNoAi, addSecret: redactor.add, trialKeys });
  const workspaces = createWorkspacesService({ store, clock, registry, accounts, dir: f.paths.workspaces, samplesDir: o.samplesDir });
  const {
    sandboxes,
    mounts,
    panel: sandboxPanel,
    runtimes,
  } = wireSandboxes(f, {
    registry,
    workspaces,
    toolboxDir: o.toolboxDir,
    recipeDir: o.recipeDir ?? null,
    containerRuntime: o.containerRuntime,
  });

  // 4. What the screens watch.
  const watch = createWatch(store, bootId, log);
  const live = createLiveText(watch.delta);

  // 5. A message comes in, is a command or wakes its chat's queue ...
  const wake = (chatId: string): void => queue.wake(chatId);
  const asks = createAsksService({ store, clock, audit, bootId, wake, log: f.logFile.scope('asks') });
  const chats = createChatsService({ store, clock, queue: () => queue, bootId, isNoAi });
  const replies = createReplies(f, registry, () => chats);
  const timers = createTurnTimers(f, wake, stopping.signal);
  const scheduler = createTaskFiring(f, wake);
  const commands = wireCommands(f, { sandboxes, chats, asks, replies, live, later: timers.later, stopping: stopping.signal });
  const inbox = createInbox({
    store: (list) => acceptMessages(db, list, clock.now()),
    recognise(text, chatId) {
      const sessionId = store.chats.byId(chatId)?.sessionId;
      const command = recognise(text, sessionId !== undefined && store.turns.activeOf(sessionId) !== null);
      return command ? { audience: audienceOf(command) } : null;
    },
    runCommand: commands.run,
    wake,
    log: f.logFile.scope('inbox'),
  });

  const channels = wireChannels(f, { registry, plugins, inbox, outbox: replies.outbox, onContribution });

  const tellAsks = createAsksOnPhones(f, replies);

  // 6. ... a turn is claimed, the agent thinks and uses its tools, and the reply goes out.
  const tools = agentTools({ store, clock, sandboxes, blobs, scheduler, registry, zone: f.zone, ...replies });
  const agent = wireAgent({
    store,
    clock,
    registry,
    models,
    vault,
    audit,
    live,
    tools,
    zone: f.zone,
    warmSandbox: sandboxes.warm,
    approvalMs: () => settings.get().approvalMinutes * 60_000,
    endMessage: replies.ofTurn,
    delivered: replies.delivered,
    asksChanged() {
      asks.changed();
      tellAsks();
    },
    quotaWait: timers.quotaWait,
    log: f.logFile.scope('agent'),
  });
  const queue = createQueue({
    start(chatId) {
      try {
        return startTurn(db, { chatId, turnId: newId('turn', clock.now()), bootId }, clock.now());
      } catch (error) {
        timers.later(() => wake(chatId));
        throw error;
      }
    },
    run(turn, signal) {
      // A chat that used tools lately will probably need them again; the start hides behind the first model call.
      if (store.turns.toolRuns(turn.sessionId, prewarmTurns) > 0) sandboxes.warm(turn.workspaceId);
      return channels.whileTyping(turn.chatId, () => runTurn(agent, turn, signal));
    },
    workspaceOf: (chatId) => store.chats.byId(chatId)?.workspaceId ?? null,
    left: timers.takeUpLater,
    stopReason: (why) => new StopRun(why),
    atOnce: () => settings.get().turnsAtOnce,
    atOncePerWorkspace: () => settings.get().turnsPerWorkspace,
    paused: () => settings.get().paused,
    log: f.logFile.scope('queue'),
  });

  const pause = createPause({
    store,
    isPaused: () => settings.get().paused,
    remember: (paused) => settings.set('paused', paused),
    goOn() {
      scheduler.rearm();
      queue.resume();
    },
    log,
  });

  const files = createWorkspaceFiles({ clock, folderOf: workspaces.folder, runningToolbox: sandboxes.running });
  const shelf = createWorkspaceShelf({
    store,
    clock,
    audit,
    workspaces,
    chats,
    queue: () => queue,
    sandboxes,
    scheduler,
    folderOf: workspaces.folderOf,
    dir: f.paths.workspaces,
    log,
  });

  // 7. First what an earlier host left, then new work.
  await takeUp(f, {
    checkRuntime: runtimes.check,
    replies,
    plugins,
    sandboxes,
    asks,
    scheduler,
    workspaces,
    shelf,
    files,
    chats,
    timers,
    wake,
  });
  channels.sync();
  log('info', 'host ready', { bootId, ms: Math.round(clock.now() - startedAt) });

  // 8. What window, browser and terminal can ask for.
  const about = { version: o.version, pid: process.pid, bootId, startedAt, dataDir: o.home, firstStart: f.firstStart };
  const accountName = (id: string): string => store.accounts.byId(id)?.name ?? '';
  const views = createThreadViews({ db, now: clock.now, liveOf: live.ofTurn, isNoAi, accountName });
  const uploads = createUploads({
    blobs,
    refs: createBlobRefs(db, clock.now),
    draftFiles: (chatId) => draftFiles(db, chatId),
    toolbox: sandboxes.acquire,
    clock,
  });
  const health = wireHealth(f, { about, accounts, plugins, registry, runtime: runtimes.of, sandboxes, isNoAi });
  health.start();
  const api = createApi({
    store,
    views,
    reader: f.reader,
    clock,
    accounts,
    workspaces,
    shelf,
    files,
    memories: createMemoriesService({ store, clock }),
    chats,
    links: channels.links,
    uploads,
    meter: (chatId) => sessionMeter(db, chatId, { isNoAi, accountName }),
    asks,
    plugins,
    registry,
    sandboxes,
    sandboxPanel,
    mounts,
    scheduler,
    pause,
    audit,
    vault,
    settings,
    blobs,
    inbox,
    tell: replies.tell,
    stopCommand: commands.stop,
    watch,
    live,
    redactor,
    about,
    notices: f.notices,
    logsDir: f.paths.logs,
    onLogLine: f.logFile.onLine,
    health,
    pluginSettingsChanged: settingsChanged,
    trialCtx,
    exportAll: createExporter(f, workspaces.folder),
    detect: (signal) => o.detectServers?.(signal) ?? Promise.resolve([]),
    log: f.logFile.scope('api'),
  });

  return {
    api,
    paths: f.paths,
    bootId,
    about,
    settings,
    notices: f.notices,
    log,
    /** After sleep: due tasks fire, and what was planned for a wrong clock moves. */
    wokeUp() {
      scheduler.rearm();
      void channels.links.wakeAll();
    },
    /** Why stronger sandboxes than the one in force do not work here. */
    sandboxFaults: sandboxes.faults,
    sandboxInForce: (workspace: string) => sandboxes.inForce(workspaces.must(workspace).id),
    /** A file that people sent, for a shell to show at /blobs/<sha256>; null for everything else. */
    sentFile: uploads.sent,
    /** Who answers in a workspace, in order; `noAi` when it is rules and no model. */
    thinkers: (workspace: string) =>
      store.workspaces
        .routes(workspaces.must(workspace).id)
        .map(({ account }) => ({ name: account.name, provider: account.provider, noAi: isNoAi(account.provider) })),
    /** At most 10 s with a running turn; unfinished work goes on at the next start. */
    async stop(): Promise<void> {
      log('info', 'host stops');
      scheduler.stop();
      asks.stop();
      await queue.drain(stopGraceMs);
      stopping.abort(new Error('the host stops'));
      await closers.closeAll(sayUnclosed);
    },
  };
};
