import { messageOf } from '#contract/errors.ts';
import type { Turn } from '#contract/model/records.ts';
import type { Channel } from '#plugin-api';
import type { LiveText } from '../../agent/live-text.ts';
import { withoutMarks } from '../../outbox/marks.ts';
import { formatText } from '../../outbox/markup.ts';
import { editEveryMs, editPlaceholder, placeholderOf, postPlaceholder } from '../../store/transitions/placeholder.ts';
import { giveUpSign, recentMessages, type Signed, setSign, signedMessages } from '../../store/transitions/reactions.ts';
import type { Foundation } from '../foundation.ts';
import type { ReachRules } from '../security/reach.ts';

export interface SignParts {
  readonly live: LiveText;
  readonly reach: ReachRules;
  /** The channel of a connection; null while its plugin is off. */
  readonly channelOf: (connectionId: string) => Channel | null;
  readonly wakeOutbox: (connectionId: string) => void;
}

/** What a message shows while it is worked on; each takes the place of the one before. */
export const signs: Readonly<Record<NonNullable<Signed['stage']>, string>> = {
  received: '⏳',
  read: '👀',
  working: '🛠️',
  done: '✅',
  failed: '⚠️',
  stopped: '🛑',
};

// A state that is over before anybody could see it is not shown.
const gatherMs = 250;
const placeholderAfterMs = 3_000;
// With the answer itself twelve.
const editsMax = 11;
// A network's "writing" fades by itself after some time.
const typingAgainMs = 8_000;
const unfinishedForMs = 24 * 3_600_000;
const freshMs = 10 * 60_000;
const batch = 500;

/** What people in a messenger see while the assistant works: a reaction, "writing …", and a placeholder that fills. */
export const createSignsOfLife = (f: Foundation, p: SignParts) => {
  const { store, clock } = f;
  const { db } = store;
  const log = f.logFile.scope('signs');
  const messageIds = new Set<string>();
  const turnIds = new Set<string>();
  let seq = store.events.last();
  let cancel: (() => void) | null = null;
  let stopped = false;

  const gather = (): void => {
    cancel = null;
    try {
      for (;;) {
        const events = store.events.after(seq, batch);
        for (const { topic, entityId, payload } of events) {
          if (topic === 'message') messageIds.add(entityId);
          if (topic === 'turn') turnIds.add(entityId);
          if (topic === 'step') turnIds.add(String((payload as { turnId?: unknown }).turnId));
        }
        seq = events.at(-1)?.seq ?? seq;
        if (events.length < batch) break;
      }
      const isLinked = store.connections.list().length > 0;
      const found = !isLinked ? [] : signedMessages(db, { messageIds: [...messageIds], turnIds: [...turnIds] });
      messageIds.clear();
      turnIds.clear();
      for (const message of found) show(message);
    } catch (error) {
      log('error', 'signs could not be stored yet', { error: messageOf(error) });
    }
  };
  const show = ({ messageId, chatId, stage, shown, isBuried }: Signed): void => {
    if (isBuried) {
      if (shown !== null) giveUpSign(db, messageId);
      return;
    }
    const chat = store.chats.byId(chatId);
    const emoji = stage === null ? null : signs[stage];
    if (!chat || emoji === null || emoji === shown || !p.channelOf(chat.connectionId)?.can.react) return;
    setSign(db, { messageId, emoji }, clock.now());
    p.wakeOutbox(chat.connectionId);
  };
  db.onCommit(() => {
    if (!stopped) cancel ??= clock.after(gatherMs, gather);
  });
  f.closers.add('signs of life', () => {
    stopped = true;
    cancel?.();
  });

  const typing = (turn: Turn): (() => void) => {
    const chat = store.chats.byId(turn.chatId);
    const channel = chat && p.channelOf(chat.connectionId);
    if (!chat || !channel?.can.typing) return () => undefined;
    let again: (() => void) | null = null;
    const say = (on: boolean): void =>
      void channel
        .command(chat.connectionId, { name: 'typing', chatKey: chat.chatKey, args: { on } })
        .catch((error: unknown) => log('debug', 'typing could not be shown', { chatId: chat.id, error: messageOf(error) }));
    const keep = (): void => {
      say(true);
      again = clock.after(typingAgainMs, keep);
    };
    keep();
    return () => {
      again?.();
      say(false);
    };
  };

  /** The text as it is written now; null when it cannot be shown in one message. */
  const writing = (turn: Turn, mark: string, channel: Channel): string | null => {
    const words = p.live.ofTurn(turn.id).findLast((step) => step.kind === 'text')?.text ?? '';
    const lead = mark === '' ? '' : `${mark} `;
    if (words.trim() === '') return `${lead}…`;
    const text = `${lead}${formatText(withoutMarks(words, store.sending.ofWorkspace(turn.workspaceId).mark), channel.can.markup ?? 'plain')} …`;
    return text.length <= channel.can.maxText ? text : null;
  };

  const placeholder = (turn: Turn): (() => void) => {
    const chat = store.chats.byId(turn.chatId);
    const channel = chat && p.channelOf(chat.connectionId);
    const { placeholder: mode, mark } = store.sending.ofWorkspace(turn.workspaceId);
    if (!chat || !channel?.can.edit || mode === 'off') return () => undefined;
    const lead = store.chats.isWithOneself(chat.id) ? mark : '';
    const step = (): boolean => {
      // What was met meanwhile may forbid to say more.
      if (p.reach.ofAnswer(turn).verdict !== 'allow') return false;
      const text = writing(turn, lead, channel);
      const standing = placeholderOf(db, turn.id);
      if (standing === null) return postPlaceholder(db, { turnId: turn.id, text: text ?? `${lead} …`.trim() }, clock.now());
      if (text === null || text === standing.lastText || text === `${lead} …`.trim()) return false;
      if (standing.edits >= editsMax || clock.now() - standing.postedAt > channel.can.editWindowMs - editEveryMs) return false;
      return editPlaceholder(db, { turnId: turn.id, text }, clock.now());
    };
    let next: (() => void) | null = null;
    const tick = (): void => {
      next = clock.after(editEveryMs, tick);
      try {
        if (step()) p.wakeOutbox(chat.connectionId);
      } catch (error) {
        log('error', 'a placeholder could not be stored yet', { turnId: turn.id, error: messageOf(error) });
      }
    };
    if (mode === 'at-once') tick();
    else next = clock.after(placeholderAfterMs, tick);
    return () => next?.();
  };

  return {
    /** Shows that a turn works while `work` runs. Nothing depends on it, so nothing waits for it. */
    async whileWorking<T>(turn: Turn, work: () => Promise<T>): Promise<T> {
      // What nobody there has asked for is not announced either.
      const isSeen = p.reach.ofAnswer(turn).verdict === 'allow';
      const ends = isSeen ? [typing(turn), placeholder(turn)] : [];
      try {
        return await work();
      } finally {
        for (const end of ends) end();
        const chat = store.chats.byId(turn.chatId);
        // Its placeholder may have to go.
        if (chat) p.wakeOutbox(chat.connectionId);
      }
    },
    /** After a host death: signs that do not say the truth any more are set right. */
    start(): void {
      // What came a moment before may never have got its sign.
      const fresh = new Set(recentMessages(db, clock.now() - freshMs));
      const messageIds = recentMessages(db, clock.now() - unfinishedForMs);
      for (const message of signedMessages(db, { messageIds, turnIds: [] }))
        if (message.shown !== null || fresh.has(message.messageId)) show(message);
    },
  };
};
export type SignsOfLife = ReturnType<typeof createSignsOfLife>;
