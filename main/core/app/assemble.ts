import { refOf } from '../accounts/candidates.ts';
import { createModelLists } from '../accounts/model-lists.ts';
import { createLiveText } from '../agent/live-text.ts';
import { runTurn } from '../agent/run-turn.ts';
import { systemClock } from '../base/clock.ts';
import type { Closers } from '../base/disposable.ts';
import { createAccountsService } from '../services/accounts.ts';
import { createAsksService } from '../services/asks.ts';
import { createChatPeople } from '../services/chat-people.ts';
import { createChatsService } from '../services/chats.ts';
import { createDeputyService } from '../services/deputy.ts';
import { knownMountList } from '../services/mount-list.ts';
import { createWorkspaceFiles } from '../services/workspace-files.ts';
import { createWorkspaceShelf } from '../services/workspace-shelf.ts';
import { createWorkspacesService } from '../services/workspaces.ts';
import { createImporter } from './archives/importing.ts';
import { createAsksOnPhones } from './asks/asks-on-phones.ts';
import { wireChannels } from './channels/channel-wiring.ts';
import { wireEntry } from './channels/entry-wiring.ts';
import { createReplies } from './channels/replies.ts';
import { createSignsOfLife } from './channels/signs-of-life.ts';
import { wireCommands } from './commands/command-wiring.ts';
import { emergencyByWord, wireEmergency } from './commands/emergency-wiring.ts';
import { wirePause } from './commands/pause-wiring.ts';
import { openFoundation } from './foundation.ts';
import type { HostOptions } from './host-options.ts';
import { createExtensions } from './plugins/extensions.ts';
import { wireFiles } from './sandboxes/files-wiring.ts';
import { wireSandboxes } from './sandboxes/sandbox-wiring.ts';
import { wireSecrets } from './secrets/secrets-wiring.ts';
import { createReachRules } from './security/reach.ts';
import { createRuleTrials } from './security/rule-trials.ts';
import { wireSecurity } from './security/security-wiring.ts';
import { agentTools } from './turns/agent-tools.ts';
import { wireAgent } from './turns/agent-wiring.ts';
import { wireQueue } from './turns/queue-wiring.ts';
import { createTaskFiring } from './turns/task-firing.ts';
import { createTurnTimers } from './turns/turn-timers.ts';
import { createWatch } from './watch.ts';

const prewarmTurns = 20;
const modelListMs = 15_000;

/** Makes the parts of the host and connects them; nothing runs yet. */
export const assemble = (o: HostOptions, closers: Closers) => {
  const clock = o.clock ?? systemClock;
  const startedAt = clock.now();
  const stopping = new AbortController();
  const isHalted = (): boolean => emergency.isOn();

  // 1. The folder, the lock, the database, keys and settings.
  const f = openFoundation({ home: o.home, version: o.version, clock, closers, keychainKey: o.keychainKey });
  const { store, settings, vault, blobs, audit, redactor, log, bootId } = f;

  // 2. Plugins bring providers, sandboxes, tools, channels and hooks.
  const { registry, plugins, isNoAi, settingsChanged, trialCtx, trialKeys, secretTickets, openCalls, onContribution } = createExtensions(
    f,
    o.firstParty,
  );

  // 3. Who thinks, and where tools work.
  const models = createModelLists({ timeoutMs: modelListMs, contextSetting: () => settings.get().contextTokens, refOf });
  const accounts = createAccountsService({ store, clock, vault, registry, models, isNoAi, addSecret: redactor.add, trialKeys });
  const { profiles, authorities, rules, toolsOf } = wireSecurity(f, {
    plugins,
    allTools: () => allTools(),
    folder: (id) => workspaces.folder(id),
    // Connections and folders of the old one end; what is allowed still comes back by itself.
    changed() {
      cutConnections();
      void sandboxes.refresh();
    },
  });
  const deputy = createDeputyService({
    store,
    clock,
    audit,
    registry,
    vault,
    profiles,
    models,
    setting: () => settings.get().deputy,
    save: (chosen) => settings.set('deputy', chosen),
    log: f.logFile.scope('deputy'),
  });
  const workspaces = createWorkspacesService({
    profiles,
    audit,
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
    profiles,
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
  const { secrets, secretAsks } = wireSecrets(f, { asks, tickets: secretTickets });
  const chats = createChatsService({ store, clock, queue: () => queue, bootId, isNoAi });
  const reach = createReachRules(store, authorities.of);
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
    secrets,
    replies,
    phones,
    reach,
    isPaused: () => settings.get().paused,
    emergency: (message, person, command) => byWord(message, person, command),
    live,
    later: timers.later,
    stopping: stopping.signal,
  });
  const inbox = wireEntry(f, { phones, asks, replies, secrets, runCommand: commands.run, wake });
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
  const allTools = agentTools({
    isNetworked: (workspaceId) => profiles.network(workspaceId).mode !== 'off',
    store,
    clock,
    sandboxes,
    blobs,
    scheduler,
    registry,
    zone: f.zone,
    reach,
    secrets,
    openCalls,
    ...replies,
    ...outgoingFiles,
  });
  const agent = wireAgent({
    store,
    clock,
    registry,
    models,
    vault,
    audit,
    live,
    tools: toolsOf,
    profiles,
    authorities,
    zone: f.zone,
    deputy: () => settings.get().deputy,
    judged: deputy.judged,
    warmSandbox: sandboxes.warm,
    approvalMs: () => settings.get().approvalMinutes * 60_000,
    endMessage: replies.ofTurn,
    delivered: replies.delivered,
    asksChanged() {
      asks.changed();
      phones.tell();
    },
    reach,
    secrets,
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
  const ruleTrials = createRuleTrials({ store, rules, authorities, tools: toolsOf });

  return {
    accounts,
    agent,
    asks,
    chatPeople,
    channels,
    chats,
    commands,
    deputy,
    emergency,
    f,
    files,
    importer,
    incomingFiles,
    inbox,
    isNoAi,
    live,
    mounts,
    pause,
    phones,
    plugins,
    profiles,
    queue,
    registry,
    replies,
    ruleTrials,
    rules,
    runtimes,
    sandboxPanel,
    sandboxes,
    scheduler,
    secretAsks,
    secrets,
    settingsChanged,
    shelf,
    signs,
    startedAt,
    stopping,
    timers,
    trialCtx,
    uploads,
    wake,
    watch,
    workspaces,
  };
};
export type Parts = ReturnType<typeof assemble>;
