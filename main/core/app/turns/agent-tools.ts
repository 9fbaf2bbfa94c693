import type { Attachment, SentFile } from '#contract/model/files.ts';
import type { Tool } from '#plugin-api';
import { timeLabels } from '../../agent/transcript.ts';
import type { Clock } from '../../base/clock.ts';
import { newId } from '../../base/ids.ts';
import type { Blobs } from '../../blobs/blobs.ts';
import { sniffMime } from '../../blobs/sniff.ts';
import type { Registry } from '../../plugins/registry.ts';
import type { Sandboxes } from '../../sandbox/ports.ts';
import { describeRule } from '../../scheduler/rules.ts';
import type { Scheduler } from '../../scheduler/scheduler.ts';
import type { OpenCalls } from '../../services/open-calls.ts';
import type { SecretsService } from '../../services/secrets.ts';
import type { Store } from '../../store/store.ts';
import { sessionMark, taintSession, taintTask, taskMark } from '../../store/taint.ts';
import { type Post, post as postMessage } from '../../store/transitions/post.ts';
import { cancelTask, listTasks, taskById } from '../../store/transitions/tasks.ts';
import { heldUntil } from '../../store/views/turn-delivery.ts';
import { chatTools } from '../../tools/chat-tools.ts';
import { memoryTools } from '../../tools/memory-tools.ts';
import { pluginTool } from '../../tools/plugin-tool.ts';
import { processTools } from '../../tools/process-tools.ts';
import { sandboxTools } from '../../tools/sandbox-tools.ts';
import { withSecretHeaders } from '../../tools/secret-headers.ts';
import { secretTools } from '../../tools/secret-tools.ts';
import { type SendFileDeps, sendFileTool } from '../../tools/send-file-tool.ts';
import { taskTools } from '../../tools/task-tools.ts';
import type { AgentTool } from '../../tools/tool.ts';
import type { ReachRules } from '../security/reach.ts';

export interface AgentToolDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly sandboxes: Sandboxes;
  readonly blobs: Blobs;
  readonly scheduler: Scheduler;
  readonly registry: Registry;
  readonly zone: () => string;
  /** A text as the parts of its chat's channel, ids reserved. */
  readonly partsFor: (chatId: string, text: string, file?: SentFile) => Promise<Post['parts']>;
  readonly takeFile: SendFileDeps['takeFile'];
  readonly delivered: (chatId: string) => void;
  readonly reach: ReachRules;
  /** The network of a workspace's sandbox, as its profile leaves it. */
  readonly isNetworked: (workspaceId: string) => boolean;
  readonly secrets: SecretsService;
  readonly openCalls: OpenCalls;
}

/** All tools of the agent: the built-in ones, then those of plugins, in a stable order. */
export const agentTools = ({
  store,
  clock,
  sandboxes,
  blobs,
  scheduler,
  registry,
  zone,
  partsFor,
  takeFile,
  delivered,
  reach,
  isNetworked,
  secrets,
  openCalls,
}: AgentToolDeps): (() => AgentTool[]) => {
  const { db } = store;
  const inSandbox = {
    acquire: sandboxes.acquire,
    blobs,
    mimeOf: sniffMime,
    isNetworked,
    secrets,
  };
  const recipients = {
    chatsCalled: store.chats.called,
    allChats: store.chats.list,
    chatById: store.chats.byId,
    workspaceName: (id: string) => store.workspaces.byId(id)?.name ?? '',
    reachOf: reach.of,
  };
  const post = async (p: {
    chatId: string;
    text: string;
    callId: string;
    own: boolean;
    fromSessionId: string;
    file?: Attachment;
  }): Promise<string | null> => {
    const parts = await partsFor(p.chatId, p.text, p.file);
    const messageId = newId('msg', clock.now());
    db.tx(() => {
      // The call's id makes a second post of the same call impossible.
      if (db.get("SELECT 1 FROM deliveries WHERE source_kind = 'message' AND source_id = ?", p.callId)) return;
      postMessage(
        db,
        {
          messageId,
          chatId: p.chatId,
          origin: 'agent',
          audience: p.own ? 'user' : 'both',
          text: p.text,
          reason: null,
          turnId: null,
          role: 'extra',
          parts,
          ...(p.file ? { attachments: [p.file] } : {}),
          source: { kind: 'message', id: p.callId },
        },
        clock.now(),
      );
      const target = store.chats.byId(p.chatId);
      if (target && !p.own) taintSession(db, target.sessionId, sessionMark(db, p.fromSessionId));
    });
    delivered(p.chatId);
    const until = heldUntil(db, { messageId });
    return until === null ? null : timeLabels(zone())(until);
  };
  const builtIn: AgentTool[] = [
    ...sandboxTools(inSandbox),
    ...processTools(inSandbox),
    ...secretTools({ namesFor: secrets.forCommands }),
    ...chatTools({ ...recipients, post }),
    sendFileTool({ ...recipients, takeFile, postFile: post }),
    ...memoryTools({
      put: (m) => store.memories.put({ ...m, id: newId('mem', clock.now()) }, clock.now()),
      forget: store.memories.forget,
      search: store.memories.search,
      list: store.memories.list,
    }),
    ...taskTools({
      // One transaction: a task that fires at once must not be without its mark.
      schedule: (request, from) =>
        db.tx(() => {
          const made = scheduler.schedule(request, from);
          if (made.ok) taintTask(db, made.task.id, sessionMark(db, from.sessionId));
          return made;
        }),
      list: (workspaceId) => listTasks(db).filter((t) => t.workspaceId === workspaceId),
      isTainted: (taskId) => taskMark(db, taskId).untrusted,
      cancel(workspaceId, id) {
        const cancelled = taskById(db, id)?.workspaceId === workspaceId && cancelTask(db, id);
        if (cancelled) scheduler.rearm();
        return cancelled;
      },
      describe: (task) => describeRule(task.rule),
      timeText: (ms, at) => timeLabels(at)(ms),
    }),
  ];
  registry.reserve(
    'tool',
    builtIn.map(({ name }) => name),
  );
  // Made once per plugin tool: turning its JSON Schema into a parser costs more than most calls.
  const made = new WeakMap<Tool, AgentTool>();
  const ofPluginTool = (tool: Tool, pluginId: string): AgentTool => {
    const begin = (callId: string, mayFollow: (url: string) => boolean) => openCalls.begin(callId, { pluginId, mayFollow });
    const plain = pluginTool(tool, { key: () => null, begin });
    return tool.secretHeaders ? withSecretHeaders(plain, { hostsOf: secrets.forHosts, ticket: secrets.ticket }) : plain;
  };
  const ofPlugin = (tool: Tool, pluginId: string): AgentTool => {
    const known = made.get(tool) ?? { ...ofPluginTool(tool, pluginId), pluginId };
    made.set(tool, known);
    return known;
  };
  return () => [
    ...builtIn,
    ...registry
      .all('tool')
      .map(({ impl, pluginId }) => ofPlugin(impl, pluginId))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  ];
};
