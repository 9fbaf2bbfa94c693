import { AppError, isAppError, messageOf } from '#contract/errors.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import type { CommandResult, Message, Person } from '#contract/model/records.ts';
import { hiddenValue } from '#contract/model/typed-secret.ts';
import { renderOnPhone } from '#contract/text/render.ts';
import type { LiveText } from '../../agent/live-text.ts';
import { createCodeGuard } from '../../commands/code-guard.ts';
import { outputOnPhone } from '../../commands/output-on-phone.ts';
import { createCommands } from '../../commands/run-command.ts';
import type { Sandboxes } from '../../sandbox/ports.ts';
import type { AsksService } from '../../services/asks.ts';
import type { ChatPeople } from '../../services/chat-people.ts';
import type { ChatsService } from '../../services/chats.ts';
import type { SecretsService } from '../../services/secrets.ts';
import { createBlobRefs } from '../../store/blob-refs.ts';
import type { Store } from '../../store/store.ts';
import { taintFiles, taintSession, workspaceMark } from '../../store/taint.ts';
import { failCommand, finishCommand } from '../../store/transitions/accept.ts';
import { shorten } from '../../tools/output.ts';
import type { AsksOnPhones } from '../asks/asks-on-phones.ts';
import type { Replies } from '../channels/replies.ts';
import type { Foundation } from '../foundation.ts';
import { envCommands } from '../secrets/env-commands.ts';
import type { ReachRules } from '../security/reach.ts';
import { chatCommands } from './chat-commands.ts';
import type { EmergencyCommand } from './emergency-wiring.ts';
import { statusOf } from './status-on-phone.ts';

export interface CommandWiring {
  readonly chatPeople: ChatPeople;
  readonly sandboxes: Sandboxes;
  readonly chats: ChatsService;
  readonly asks: AsksService;
  readonly secrets: SecretsService;
  readonly replies: Replies;
  readonly phones: AsksOnPhones;
  readonly reach: ReachRules;
  readonly isPaused: () => boolean;
  readonly emergency: (message: Message, person: Person, command: EmergencyCommand) => Promise<Reason>;
  readonly live: LiveText;
  readonly later: (run: () => void) => void;
  readonly stopping: AbortSignal;
}

// The output of a shell command is for the model, too: its session has then met the workspace's files.
const showToModel = (store: Store, messageId: string): void => {
  const message = store.messages.byId(messageId);
  const chat = message && store.chats.byId(message.chatId);
  if (!message?.sessionId || message.audience === 'user' || !chat) return;
  const { untrusted, cause } = workspaceMark(store.db, chat.workspaceId);
  if (untrusted) taintSession(store.db, message.sessionId, { untrusted, secret: false, cause });
  taintSession(store.db, message.sessionId, { untrusted: false, secret: true, cause: `a command in message ${messageId}` });
};

// A command of somebody else, or one that can fetch, may leave outside text in the files.
const markFiles = (store: Store, { id, role }: Message, workspaceId: string): void => {
  const isNetworked = store.networks.mode(workspaceId) !== 'off';
  if (role === 'owner' && !isNetworked) return;
  store.db.tx(() => taintFiles(store.db, workspaceId, `a command in message ${id}${isNetworked ? ', with the network open' : ''}`));
};

/** What typed commands can do, over the services. */
export const wireCommands = (f: Foundation, w: CommandWiring) => {
  const { store } = f;
  const blobRefs = createBlobRefs(store.db, f.clock.now);
  const guard = createCodeGuard(f.clock.mono);
  // What a command printed is private data; where others read, the policy has its say.
  const outcomeOnPhone = (message: Message, outcome: CommandResult | Reason): string => {
    if ('code' in outcome) return renderOnPhone(outcome);
    const chat = w.chats.must(message.chatId);
    return w.reach.ofOutput(chat) ? outputOnPhone(outcome) : renderOnPhone(reason('output-in-app'));
  };
  const checkStop = (chatId: string, person: Person): void => {
    if (!w.chats.mayStopIn(chatId, person)) throw new AppError('not-allowed');
  };
  const env = envCommands(store, w.secrets, { surfaceOf: w.phones.surfaceOf, isOnNetwork: w.replies.isOnNetwork });
  const byCode = <T>(person: Person, act: () => T): T => {
    guard.check(person.id);
    try {
      return act();
    } catch (error) {
      if (isAppError(error) && error.code === 'ask-unknown') guard.wrong(person.id);
      throw error;
    }
  };
  return createCommands({
    person(id, chatId) {
      const person = store.people.get(id);
      return person && { ...person, role: store.people.roleIn(chatId, person) };
    },
    toolbox(message, signal) {
      const { workspaceId } = w.chats.must(message.chatId);
      markFiles(store, message, workspaceId);
      return w.sandboxes.acquire(workspaceId, signal);
    },
    hider: (chatId) => w.secrets.hider(w.chats.must(chatId).workspaceId),
    shorten: (text) => shorten(text, f.blobs),
    finish(id, result) {
      store.db.tx(() => {
        finishCommand(store.db, id, result);
        showToModel(store, id);
        if (result.outputBlob !== null)
          blobRefs.add({
            sha256: result.outputBlob,
            bytes: f.blobs.size(result.outputBlob),
            mime: 'text/plain',
            ownerKind: 'message',
            ownerId: id,
            workspaceId: null,
          });
      });
      w.live.end(id);
      w.secrets.dropTyped(id);
    },
    fail(id, why, line) {
      failCommand(store.db, id, why, line);
      w.live.end(id);
      w.secrets.dropTyped(id);
    },
    ended(message, outcome) {
      w.replies
        .toPhone(message, outcomeOnPhone(message, outcome))
        .catch((error: unknown) => f.log('error', 'an outcome could not be told', { messageId: message.id, error: messageOf(error) }));
    },
    later: w.later,
    tell: (message, why) => w.replies.tell(message.chatId, why, { to: message.id }),
    async stop(chatId, person) {
      checkStop(chatId, person);
      return w.chats.stopIn(chatId);
    },
    async reset(chatId, person) {
      checkStop(chatId, person);
      await w.chats.reset(chatId);
    },
    undoReset: (chatId) => void w.chats.undoReset(chatId),
    answer(message, id, decision, person) {
      const ask = byCode(person, () => w.asks.answer({ id, decision, answers: [], person, surface: w.phones.surfaceOf(message.chatId) }));
      return !w.phones.isToldIn(ask, message.chatId);
    },
    bare(message, person, decision) {
      if (w.phones.isAnswer(message.chatId, person)) {
        w.phones.reply(message, person, message.text);
        return null;
      }
      const [ask, ...others] = w.asks.pendingFor(person).filter(({ kind }) => kind === 'approval');
      if (!ask) return reason('ask-gone');
      return others.length === 0
        ? reason('ask-code-missing', { decision, id: ask.shortId })
        : reason('asks-wait', { count: others.length + 1 });
    },
    reply(message, person, named) {
      if (message.text === hiddenValue) throw new AppError('secret-typed-here');
      if (!named) return w.phones.reply(message, person, message.text);
      byCode(person, () => w.phones.replyTo(named.id, message.chatId, person, named.text));
    },
    async emergency(message, person, command) {
      const why = await w.emergency(message, person, command);
      await w.replies.tell(message.chatId, why, { to: message.id, source: { kind: 'emergency', id: message.id } });
    },
    async env(message, person, command) {
      const why = env(message, person, command);
      // Done again after a crash, it is said once.
      await w.replies.tell(message.chatId, why, { to: message.id, source: { kind: 'notice', id: `env:${message.id}` } });
    },
    chats: chatCommands(store, w.chatPeople),
    status: (message) => statusOf(store, message.chatId, w.isPaused()),
    pending: (person, chatId) => w.phones.list(person, chatId) || 'Nothing waits for you.',
    live: (chatId, messageId, text) => w.live.append({ chatId, turnId: '', stepId: messageId, kind: 'tool' }, text),
    signal: w.stopping,
    log: f.logFile.scope('commands'),
  });
};
