import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { Reason } from '../model/reason.ts';
import { AccountView, AskView, ChatView, PluginView, StatusView, TaskView, ThreadPage, TurnView, WorkspaceView } from './views.ts';
import { WatchItem, WatchPosition } from './watch.ts';

/** Everything a window, a browser or the CLI can ask of the host. Inputs are parsed by the host; errors are AppErrors. */

const errors = {
  APP: {
    data: z.object({
      code: z.string(),
      params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
      text: z.string(),
    }),
  },
};
const base = oc.errors(errors);
const id = z.string().min(1).max(80);
const name = z.string().min(1).max(60);

const host = {
  status: base.output(StatusView),
  watch: base.input(z.object({ since: WatchPosition.nullable() })).output(eventIterator(WatchItem)),
  openLink: base.output(z.object({ url: z.string() })),
  stop: base.output(z.object({ stopping: z.literal(true) })),
  doctor: base.output(z.array(z.object({ id: z.string(), ok: z.boolean(), text: z.string(), next: z.string().nullable() }))),
  logs: base
    .input(z.object({ turnId: id.optional(), limit: z.number().int().min(1).max(5000).default(500) }))
    .output(z.array(z.record(z.string(), z.unknown()))),
};

const chats = {
  list: base.output(z.array(ChatView)),
  /** The chat of a workspace on one surface, made when missing. */
  open: base.input(z.object({ workspace: name.default('home'), surface: z.enum(['desktop', 'cli']) })).output(ChatView),
  create: base.input(z.object({ workspaceId: id, name: z.string().max(80).optional() })).output(ChatView),
  thread: base
    .input(z.object({ chatId: id, before: z.number().int().nullable().default(null), limit: z.number().int().min(1).max(200).default(60) }))
    .output(ThreadPage),
  saveDraft: base.input(z.object({ chatId: id, text: z.string().max(1_000_000) })).output(z.object({ saved: z.literal(true) })),
  search: base
    .input(
      z.object({
        query: z.string().min(1).max(200),
        before: z.number().int().nullable().default(null),
        limit: z.number().int().min(1).max(50).default(20),
      }),
    )
    .output(
      z.object({
        hits: z.array(z.object({ seq: z.number(), chatId: z.string(), chat: z.string(), snippet: z.string(), sentAt: z.number() })),
        olderBefore: z.number().nullable(),
      }),
    ),
};

const messages = {
  /** `clientId` makes it safe to send again: the same id is the same message. */
  send: base
    .input(z.object({ chatId: id, text: z.string(), clientId: id }))
    .output(z.object({ messageId: z.string(), duplicate: z.boolean() })),
  /** Ends a shell command of a person that still runs. */
  stopCommand: base.input(z.object({ messageId: id })).output(z.object({ stopped: z.boolean() })),
  turnOf: base
    .input(z.object({ messageId: id }))
    .output(z.object({ messageState: z.string(), reason: Reason.nullable(), turn: TurnView.nullable(), reply: z.string().nullable() })),
};

const turns = {
  get: base.input(z.object({ turnId: id })).output(TurnView),
  stop: base.input(z.object({ turnId: id })).output(z.object({ stopped: z.boolean() })),
  /** A new turn on the same messages. */
  retry: base.input(z.object({ turnId: id })).output(z.object({ queued: z.literal(true) })),
  output: base
    .input(z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), offset: z.number().int().min(0).default(0) }))
    .output(z.object({ text: z.string(), totalBytes: z.number(), nextOffset: z.number().nullable() })),
};

const sessions = {
  reset: base.input(z.object({ chatId: id })).output(z.object({ sessionId: z.string(), undoUntil: z.number() })),
  undoReset: base.input(z.object({ chatId: id })).output(z.object({ sessionId: z.string() })),
};

const asks = {
  list: base.input(z.object({ state: z.enum(['pending', 'all']).default('pending') })).output(z.array(AskView)),
  answer: base
    .input(
      z.object({
        id: id.describe('ask id or its six characters'),
        decision: z.enum(['approve', 'deny', 'answer']),
        answers: z.array(z.string().max(20_000)).default([]),
      }),
    )
    .output(AskView),
};

const accounts = {
  list: base.output(z.array(AccountView)),
  providers: base.output(
    z.array(z.object({ id: z.string(), title: z.string(), needsKey: z.enum(['yes', 'optional', 'no']), defaultBaseUrl: z.string() })),
  ),
  add: base
    .input(
      z.object({
        name,
        provider: id,
        baseUrl: z.string().max(500).nullable().default(null),
        key: z.string().max(10_000).nullable().default(null),
        realm: name.default('personal'),
        budgetTokens: z.number().int().positive().nullable().default(null),
      }),
    )
    .output(AccountView),
  remove: base.input(z.object({ name })).output(z.object({ removed: z.literal(true) })),
  setKey: base.input(z.object({ name, key: z.string().min(1).max(10_000) })).output(AccountView),
  setBaseUrl: base.input(z.object({ name, baseUrl: z.string().min(1).max(500) })).output(AccountView),
  /** Tries a saved account for real. Never an error: the outcome is the answer. */
  test: base
    .input(z.object({ name, model: z.string().max(200).nullable().default(null) }))
    .output(z.object({ ok: z.boolean(), text: z.string(), code: z.string().nullable(), ms: z.number() })),
  models: base.input(z.object({ name })).output(
    z.object({
      ok: z.boolean(),
      text: z.string(),
      models: z.array(z.object({ id: z.string(), name: z.string(), contextTokens: z.number() })),
    }),
  ),
  detect: base.output(z.array(z.object({ name: z.string(), baseUrl: z.string(), models: z.array(z.string()) }))),
};

const workspaces = {
  list: base.output(z.array(WorkspaceView)),
  add: base
    .input(
      z.object({
        name,
        realm: name.default('personal'),
        accounts: z.array(name).default([]),
        model: z.string().max(200).nullable().default(null),
        sandbox: z.string().max(40).default('auto'),
      }),
    )
    .output(WorkspaceView),
  set: base
    .input(
      z.object({
        name,
        realm: name.optional(),
        accounts: z.array(name).optional(),
        model: z.string().max(200).nullable().optional(),
        sandbox: z.string().max(40).optional(),
      }),
    )
    .output(WorkspaceView),
  clearTaint: base.input(z.object({ name })).output(WorkspaceView),
};

const plugins = {
  list: base.output(z.array(PluginView)),
  setEnabled: base.input(z.object({ id, enabled: z.boolean() })).output(PluginView),
  saveSettings: base.input(z.object({ id, settings: z.record(z.string(), z.unknown()) })).output(PluginView),
};

const tasks = {
  list: base.output(z.array(TaskView)),
  cancel: base.input(z.object({ id })).output(z.object({ cancelled: z.boolean() })),
};

const audit = {
  list: base
    .input(z.object({ before: z.number().int().nullable().default(null), limit: z.number().int().min(1).max(500).default(100) }))
    .output(
      z.array(
        z.object({
          seq: z.number(),
          at: z.number(),
          actor: z.string(),
          workspaceId: z.string().nullable(),
          turnId: z.string().nullable(),
          decision: z.string(),
          rule: z.string(),
          outcome: z.string(),
          detail: z.string(),
        }),
      ),
    ),
  verify: base.output(z.object({ ok: z.boolean(), rows: z.number(), text: z.string() })),
};

const vault = {
  status: base.output(z.object({ state: z.enum(['ready', 'locked', 'damaged']), slots: z.array(z.string()), entries: z.number() })),
  unlock: base.input(z.object({ passphrase: z.string().max(1000) })).output(z.object({ state: z.enum(['ready', 'locked', 'damaged']) })),
  /** Puts a passphrase slot in place of the key file: the vault is then locked at every start. */
  setPassphrase: base
    .input(z.object({ passphrase: z.string().min(8).max(1000), keepKeyFile: z.boolean().default(true) }))
    .output(z.object({ slots: z.array(z.string()) })),
};

export const contract = { host, chats, messages, turns, sessions, asks, accounts, workspaces, plugins, tasks, audit, vault };
export type Contract = typeof contract;
