import { messageOf } from '#contract/errors.ts';
import { isSound } from '#contract/model/files.ts';
import { reason } from '#contract/model/reason.ts';
import { assistantName } from '#contract/model/trigger.ts';
import { hiddenValue } from '#contract/model/typed-secret.ts';
import type { ChannelChat } from '#plugin-api';
import { type Command, recognise } from '../../commands/recognise.ts';
import { createChannelInbox, type Line } from '../../inbox/channel-inbox.ts';
import type { Inbox } from '../../inbox/inbox.ts';
import type { IncomingFiles } from '../../services/incoming-files.ts';
import type { Store } from '../../store/store.ts';
import { noteChat, registerChat, selfChatName } from '../../store/transitions/channel-chats.ts';
import { leaveGroup, leaveOtherGroups, noteGroup } from '../../store/transitions/group-members.ts';
import { identify, knownAs } from '../../store/transitions/identify.ts';
import { deleteMessage, editMessage, reactTo } from '../../store/transitions/message-changes.ts';
import { triggerOf } from '../../store/views/chat-people.ts';
import type { Foundation } from '../foundation.ts';
import { isSecretAnswer } from '../secrets/secret-answers.ts';
import type { Replies } from './replies.ts';

/** The command that a text is in this chat now; null for talk. */
export const commandIn = (store: Store, text: string, chatId: string): Command | null => {
  const sessionId = store.chats.byId(chatId)?.sessionId;
  return recognise(text, sessionId !== undefined && store.turns.activeOf(sessionId) !== null);
};

// Nobody types an approval with its code in passing, and a stop must not fail for want of a name.
const urgent: ReadonlySet<Command['kind']> = new Set(['answer', 'stop', 'stop-everything', 'release']);

/** What channels tell of chats, people and messages, on its way into the store. */
export const wireInbox = (f: Foundation, accept: Inbox['accept'], p: { incomingFiles: IncomingFiles; tell: Replies['tell'] }) => {
  const { store, clock, audit } = f;
  const { db } = store;
  const log = f.logFile.scope('channels');
  const lines = (line: Line) => store.connections.list().filter(({ channel }) => channel === line.channel);
  const adminId = (): string => {
    const admin = store.workspaces.list().find((w) => w.isAdmin);
    if (!admin) throw new Error('there is always an admin workspace');
    return admin.id;
  };
  const selfName = (line: Line, kind: string | undefined): string =>
    kind === 'self' ? selfChatName(store.connections.byId(line.id)?.name ?? line.channel) : '';

  // Once a chat: whoever has read it knows.
  const sayOfVoice = (chatId: string, messageId: string, path: string): void =>
    void p
      .tell(chatId, reason('voice-saved', { path }), { to: messageId, source: { kind: 'notice', id: `voice:${chatId}` } })
      .catch((error: unknown) => log('warn', 'a notice could not be posted', { chatId, error: messageOf(error) }));

  const channelInbox = createChannelInbox({
    isOurs: (line, externalId) => lines(line).some(({ id }) => store.deliveries.byExternalId(id, externalId) !== null),
    noteChat: (line, m, name) =>
      noteChat(
        db,
        {
          connectionId: line.id,
          chatKey: m.chatKey,
          aliases: m.chatAliases ?? [],
          kind: m.kind ?? 'direct',
          name: name || selfName(line, m.kind),
          at: clock.now(),
        },
        clock.now(),
        audit.append,
      ),
    register: (chatId) => void registerChat(db, { chatId, workspaceId: adminId() }, clock.now()),
    identify(line, keys, name) {
      const { person, merged } = identify(db, { kind: line.channel, keys, name }, clock.now(), audit.append);
      for (const personId of merged) log('info', 'two people are one', { personId, keptId: person.id });
      return person;
    },
    roleIn: store.people.roleIn,
    isOwner: (line, keys) => knownAs(db, { kind: line.channel, keys })?.role === 'owner',
    isAssistant: (line, keys) => lines(line).some(({ mode, self }) => mode === 'assistant' && self.keys.some((key) => keys.includes(key))),
    trigger(chatId) {
      const { when, names } = triggerOf(db, chatId);
      const workspaceId = store.chats.byId(chatId)?.workspaceId ?? '';
      return { when, names: names ?? [assistantName, store.workspaces.byId(workspaceId)?.name ?? assistantName] };
    },
    worksUnaddressed(text, chatId) {
      const command = commandIn(store, text, chatId);
      return command !== null && urgent.has(command.kind);
    },
    async files(line, chatId, { externalKey, ...o }) {
      // It came again: its files are where they are.
      if (store.messages.byKey(chatId, externalKey)) return {};
      return p.incomingFiles.take(line, { workspaceId: store.chats.byId(chatId)?.workspaceId ?? '', ...o });
    },
    async accept(incoming) {
      const accepted = await accept(incoming);
      const recording = incoming.attachments?.find(({ mime }) => isSound(mime));
      if (recording && incoming.aside === undefined && !accepted.duplicate)
        sayOfVoice(incoming.chatId, accepted.message.id, recording.path);
      return accepted;
    },
    change(what, { text, ...c }) {
      const isSecret = what === 'edit' && isSecretAnswer(store, { text, chatId: c.chatId, person: { role: c.role }, isOnNetwork: true });
      if (what === 'edit') editMessage(db, { ...c, text: isSecret ? hiddenValue : text }, clock.now());
      else if (what === 'delete') deleteMessage(db, c, clock.now());
      else reactTo(db, { ...c, emoji: text }, clock.now());
    },
    log,
  });

  return {
    channelInbox,
    /** A chat as the network describes it. */
    noted(line: Line, { chatKey, kind = 'direct', name, members, hasLeft }: ChannelChat): void {
      const at = { connectionId: line.id, chatKey };
      if (hasLeft) return leaveGroup(db, at, clock.now());
      noteChat(db, { ...at, aliases: [], kind, name, at: null }, clock.now());
      if (kind === 'group') noteGroup(db, { ...at, name, members: members ?? null }, clock.now(), audit.append);
    },
    allGroups: (line: Line, chatKeys: readonly string[]): void => leaveOtherGroups(db, line.id, chatKeys, clock.now()),
  };
};
