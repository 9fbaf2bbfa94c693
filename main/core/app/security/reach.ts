import type { Reason } from '#contract/model/reason.ts';
import type { Chat, Turn } from '#contract/model/records.ts';
import { type Authority, type Decision, decide } from '../../policy/decide.ts';
import type { Store } from '../../store/store.ts';
import { sessionMark } from '../../store/taint.ts';

/** Who would read words in a chat, as the policy looks at them. */
export interface Reaching {
  readonly publicSink: boolean;
  readonly isFirstWord: boolean;
  readonly isUnasked: boolean;
}

/** Whether words of a turn may go where they would be read. */
export const createReachRules = (store: Store, authorityOf: (workspaceId: string) => Authority) => {
  const of = (turn: Pick<Turn, 'id' | 'chatId' | 'authorityPersonId'>, chatId: string): Reaching => {
    const publicSink = !store.chats.isPrivate(chatId);
    if (!publicSink) return { publicSink, isFirstWord: false, isUnasked: false };
    const isOwners = store.people.get(turn.authorityPersonId)?.role === 'owner';
    return {
      publicSink,
      isFirstWord: !store.reach.hasHeardFrom(chatId) && !(turn.chatId === chatId && store.reach.isAskedThere(turn.id)),
      isUnasked: isOwners && !(turn.chatId === chatId && store.reach.isAskedThere(turn.id)),
    };
  };
  return {
    of,
    /** The decision over the answer of a turn, as its session stands now. */
    ofAnswer(
      turn: Pick<Turn, 'id' | 'chatId' | 'authorityPersonId' | 'sessionId' | 'workspaceId'>,
      flagged: Reason | null = null,
    ): Decision {
      const { publicSink, ...rest } = of(turn, turn.chatId);
      const call = {
        tool: 'reply',
        tier: 'write' as const,
        flows: { untrustedSource: false, secretSource: false, publicSink },
        taint: sessionMark(store.db, turn.sessionId),
        workspace: store.workspaces.byId(turn.workspaceId)?.name ?? '',
        ...rest,
        ...(flagged ? { flagged } : {}),
      };
      return decide(call, authorityOf(turn.workspaceId));
    },
    /** Whether what a command printed may go into its chat: it comes from the workspace's files. */
    ofOutput: (chat: Pick<Chat, 'id' | 'sessionId' | 'workspaceId'>): boolean =>
      decide(
        {
          tool: 'command',
          tier: 'write',
          flows: { untrustedSource: false, secretSource: true, publicSink: !store.chats.isPrivate(chat.id) },
          taint: sessionMark(store.db, chat.sessionId),
          workspace: store.workspaces.byId(chat.workspaceId)?.name ?? '',
        },
        authorityOf(chat.workspaceId),
      ).verdict === 'allow',
    /** A line of the harness is for whoever reads there only when they asked for it there. */
    isForAll: (chat: Pick<Chat, 'id'>, messageId: string | null): boolean =>
      store.chats.isPrivate(chat.id) || (messageId !== null && store.reach.isSaidThere(messageId)),
  };
};
export type ReachRules = ReturnType<typeof createReachRules>;
