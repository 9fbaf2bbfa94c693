import { refOf } from '../accounts/candidates.ts';
import { createModelLists } from '../accounts/model-lists.ts';
import { createLiveText } from '../agent/live-text.ts';
import { runTurn } from '../agent/run-turn.ts';
import { systemClock } from '../base/clock.ts';
import { type Closers, createClosers } from '../base/disposable.ts';
import { audienceOf } from '../commands/recognise.ts';
import { createInbox } from '../inbox/inbox.ts';
import { createAccountsService } from '../services/accounts.ts';
import { createAsksService } from '../services/asks.ts';
import { createChatPeople } from '../services/chat-people.ts';
import { createChatsService } from '../services/chats.ts';
import { knownMountList } from '../services/mount-list.ts';
import { createWorkspaceFiles } from '../services/workspace-files.ts';
import { createWorkspaceShelf } from '../services/workspace-shelf.ts';
import { createWorkspacesService } from '../services/workspaces.ts';
import { acceptMessages } from '../store/transitions/accept.ts';
import { agentTools } from './agent-tools.ts';
import { wireAgent } from './agent-wiring.ts';
import { wireApi } from './api-wiring.ts';
import { createAsksOnPhones } from './asks-on-phones.ts';
import { wireChannels } from './channel-wiring.ts';
import { wireCommands } from './command-wiring.ts';
import { emergencyByWord, wireEmergency } from './emergency-wiring.ts';
import { createExtensions } from './extensions.ts';
import { wireFiles } from './files-wiring.ts';
import { openFoundation } from './foundation.ts';
import { wireHealth } from './health-wiring.ts';
import type { HostOptions } from './host-options.ts';
import { createImporter } from './importing.ts';
import { commandIn } from './inbox-wiring.ts';
import { wirePause } from './pause-wiring.ts';
import { wireQueue } from './queue-wiring.ts';
import { createReachRules } from './reach.ts';
import { createReplies } from './replies.ts';
import { wireSandboxes } from './sandbox-wiring.ts';
import { createSignsOfLife } from './signs-of-life.ts';
import { takeUp } from './take-up.ts';
import { createTaskFiring } from './task-firing.ts';
import { createTurnTimers } from './turn-timers.ts';
import { createWatch } from './watch.ts';

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
  const isHalted = (): boolean => emergency.isOn();

  // 1. The folder, the lock, the database, keys and settings.
  const f = openFoundation({ home: o.home, version: o.version, clock, closers, keychainKey: o.keychainKey });
  const { store, settings, vault, blobs, audit, redactor, log, bootId } = f;
  const { db } = store;

  // 2. Plugins bring providers, sandboxes, tools, channels and hooks.
  const { registry, plugins, isNoAi, settingsChanged, trialCtx, trialKeys, onContribution } = createExtensions(f, o.firstParty);

  // 3. Who thinks, and where tools work.
  const models = createModelLists({ timeoutMs: modelListMs, contextSetting: () => settings.get().contextTokens, refOf });
  const accounts = createAccountsService({ store, clock, vault, registry, models, isNoAi, addSecret: redactor.add, trialKeys });
  const workspaces = createWorkspacesService({
    store,
    clock,
    registry,
    accounts,
    dir: f.paths.workspaces,
    samplesDir: o.samplesDir,
    ours: [f.paths.home, o.toolboxDir, ...(o.programDir ? [o.programDir] : [])],
    mountList: () => knownMountList(f.paths.mountList),
  });
  const {
    sandboxes,
    mounts,
    panel: sandboxPanel,
    runtimes,
    cutConnections,
  } = wireSandboxes(f, {
    registry,
    workspaces,
    toolboxDir: o.toolboxDir,
    recipeDir: o.recipeDir ?? null,
    containerRuntime: o.containerRuntime,
    isHalted,
  });

  // 4. What the screens watch.
  const watch = createWatch(store, bootId, log);
  const live = createLiveText(watch.delta);

  // 5. A message comes in, is a command or wakes its chat's queue ...
  const wake = (chatId: string): void => queue.wake(chatId);
  const asks = createAsksService({ store, clock, audit, bootId, wake, log: f.logFile.scope('asks') });
  const chats = createChatsService({ store, clock, queue: () => queue, bootId, isNoAi });
  const reach = createReachRules(store);
  const replies = createReplies(f, registry, () => chats, { reach, timing: o.outboxTiming, isHalted });
  const phones = createAsksOnPhones(f, { replies, asks, reach });
  const timers = createTurnTimers(f, wake, stopping.signal);
  const scheduler = createTaskFiring(f, wake, isHalted);
  const chatPeople = createChatPeople({ store, clock, audit, channel: (kind) => registry.find('channel', kind), log });
  const commands = wireCommands(f, {
    chatPeople,
    sandboxes,
    chats,
    asks,
    replies,
    phones,
    reach,
    isPaused: () => settings.get().paused,
    emergency: (message, person, command) => byWord(message, person, command),
    live,
    later: timers.later,
    stopping: stopping.signal,
  });
  const inbox = createInbox({
    store: (list) => acceptMessages(db, list, clock.now()),
    recognise(text, chatId, person) {
      const command = commandIn(store, text, chatId);
      if (command) return { audience: audienceOf(command) };
      return phones.isAnswer(chatId, person) ? { audience: 'user' } : null;
    },
    runCommand: commands.run,
    wake,
    log: f.logFile.scope('inbox'),
  });

  const { uploads, incomingFiles, outgoingFiles } = wireFiles(f, { registry, sandboxes, workspaces, stopping: stopping.signal });
  const channels = wireChannels(f, {
    registry,
    plugins,
    inbox,
    outbox: replies.outbox,
    tell: replies.tell,
    incomingFiles,
    onContribution,
    reacted: phones.reacted,
  });
  const signs = createSignsOfLife(f, { live, reach, channelOf: replies.channelOf, wakeOutbox: replies.outbox.wake });

  // 6. ... a turn is claimed, the agent thinks and uses its tools, and the reply goes out.
  const tools = agentTools({ store, clock, sandboxes, blobs, scheduler, registry, zone: f.zone, reach, ...replies, ...outgoingFiles });
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
      phones.tell();
    },
    reach,
    quotaWait(turnId, nextAt, why) {
      timers.quotaWait(turnId, nextAt);
      phones.tellWaiting(turnId, why);
    },
    log: f.logFile.scope('agent'),
  });
  const queue = wireQueue(f, {
    wake,
    timers,
    isHalted,
    run(turn, signal) {
      // A chat that used tools lately will probably need them again; the start hides behind the first model call.
      if (store.turns.toolRuns(turn.sessionId, prewarmTurns) > 0) sandboxes.warm(turn.workspaceId, turn.id);
      return signs.whileWorking(turn, () => runTurn(agent, turn, signal));
    },
  });

  const pause = wirePause(f, { scheduler, queue });
  const emergency = wireEmergency(f, {
    cutConnections,
    scheduler,
    queue,
    sandboxes,
    outbox: replies.outbox,
    stopCommands: commands.stopAll,
  });
  const byWord = emergencyByWord(emergency);

  const files = createWorkspaceFiles({ clock, folderOf: workspaces.usableFolder, runningToolbox: sandboxes.running });
  const shelf = createWorkspaceShelf({
    store,
    clock,
    audit,
    workspaces,
    chats,
    queue: () => queue,
    sandboxes,
    scheduler,
    dir: f.paths.workspaces,
    log,
  });

  const importer = createImporter(f, { registry, sandboxes });

  // 7. First what an earlier host left, then new work.
  await importer.sweep();
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
  signs.start();
  phones.tell();
  channels.sync();
  log('info', 'host ready', { bootId, ms: Math.round(clock.now() - startedAt) });

  // 8. What window, browser and terminal can ask for.
  const about = { version: o.version, pid: process.pid, bootId, startedAt, dataDir: o.home, firstStart: f.firstStart };
  const health = wireHealth(f, { about, accounts, plugins, registry, runtime: runtimes.of, sandboxes, isNoAi });
  health.start();
  const api = wireApi(f, {
    agent,
    isNoAi,
    accounts,
    workspaces,
    shelf,
    files,
    chats,
    links: channels.links,
    chatPeople,
    outbox: replies.outbox,
    uploads,
    incomingFiles,
    asks,
    plugins,
    registry,
    sandboxes,
    sandboxPanel,
    mounts,
    scheduler,
    pause,
    emergency,
    inbox,
    tell: replies.tell,
    stopCommand: commands.stop,
    watch,
    live,
    about,
    health,
    pluginSettingsChanged: settingsChanged,
    trialCtx,
    importer,
    detect: (signal) => o.detectServers?.(signal) ?? Promise.resolve([]),
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
    /** Folders outside of the data folder in which workspaces work. */
    ownFolders: workspaces.ownFolders,
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
