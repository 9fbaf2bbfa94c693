import { useCallback, useState } from 'react';
import type { ChatView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { type Action, useAction } from '../../rpc/use-action.ts';
import { chatName } from './chat-name.ts';

/** What was done to a chat last and can be taken back. */
export interface Done {
  readonly text: string;
  readonly undo: Action<[]>['run'];
}

export interface ChatActs {
  readonly rename: (chat: ChatView, name: string) => void;
  readonly archive: (chat: ChatView) => void;
  readonly remove: (chat: ChatView) => void;
  readonly done: Done | null;
  readonly forget: () => void;
  readonly error: string | null;
}

/** Rename, archive, delete, and the way back. `onGone` hears of a chat that left the list. */
export const useChatActs = (onGone: (chatId: string) => void): ChatActs => {
  const { client, resources } = useHost();
  const [done, setDone] = useState<Done | null>(null);
  const action = useAction(useCallback((act: () => Promise<unknown>) => act(), []));
  const put = useCallback(
    (chat: ChatView) => resources.chats.set((all) => [chat, ...(all ?? []).filter(({ id }) => id !== chat.id)]),
    [resources],
  );
  const takeOut = (chatId: string): void => resources.chats.set((all) => (all ?? []).filter(({ id }) => id !== chatId));

  return {
    rename: (chat, name) => void action.run(async () => put(await client.chats.rename({ chatId: chat.id, name }))),
    archive: (chat) =>
      void action.run(async () => {
        const archived = !chat.archived;
        put(await client.chats.archive({ chatId: chat.id, archived }));
        if (!archived) return setDone(null);
        onGone(chat.id);
        setDone({
          text: t('chats.archivedNow', { chat: chatName(chat) }),
          undo: () => action.run(async () => put(await client.chats.archive({ chatId: chat.id, archived: false }))),
        });
      }),
    remove: (chat) =>
      void action.run(async () => {
        await client.chats.remove({ chatId: chat.id });
        takeOut(chat.id);
        onGone(chat.id);
        setDone({
          text: t('chats.removedNow', { chat: chatName(chat) }),
          undo: () => action.run(async () => put(await client.chats.restore({ chatId: chat.id }))),
        });
      }),
    done,
    forget: () => {
      setDone(null);
      action.clear();
    },
    error: action.error,
  };
};
