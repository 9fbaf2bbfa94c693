import { useCallback, useEffect } from 'react';
import { textPercents, type UiSettings } from '#contract/model/ui-settings.ts';
import { toRows } from '../features/chats/chat-rows.ts';
import { useHost } from '../rpc/host.ts';
import { useResource } from '../rpc/resource.ts';
import { useUiSettings } from '../rpc/ui-settings.ts';
import { type ActionBus, useOffer } from '../ui/action-bus.tsx';
import { isPressed } from '../ui/keys.tsx';
import { type AppAction, appActions } from './actions.ts';
import { go } from './route.ts';

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** The keys of the table, from wherever the focus is. A sign alone counts only where nobody is writing. */
export const useActionKeys = (bus: ActionBus): void => {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.isComposing || event.defaultPrevented) return;
      const pressed = (appActions as readonly AppAction[]).find(({ keys }) => keys !== null && isPressed(keys, event));
      const name = pressed?.name ?? (event.key === '?' && !isWriting(event.target) ? 'keys' : null);
      if (name !== null && bus.canRun(name)) {
        event.preventDefault();
        bus.run(name);
      }
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [bus]);
};

const useChatActions = (chatId: string | null): void => {
  const { client, resources } = useHost();
  const chats = useResource(resources.chats).value;
  const step = useCallback(
    (by: number) => {
      const ids = toRows({ chats: chats ?? [], workspaces: [], open: { archive: false, closed: false } }).flatMap((row) =>
        row.type === 'chat' ? [row.chat.id] : [],
      );
      const at = chatId === null ? -1 : ids.indexOf(chatId);
      const next = ids[(at + by + ids.length) % ids.length];
      if (next !== undefined) go({ page: 'chat', chatId: next });
    },
    [chats, chatId],
  );
  const begin = useCallback(async () => {
    const here = chats?.find(({ id }) => id === chatId) ?? chats?.[0];
    if (!here) return;
    try {
      const chat = await client.chats.create({ workspaceId: here.workspaceId });
      resources.chats.set((all) => [chat, ...(all ?? []).filter(({ id }) => id !== chat.id)]);
      go({ page: 'chat', chatId: chat.id });
    } catch (error) {
      // The button in the sidebar says why; the banner says when the host is away.
      console.warn('A new chat could not be begun.', error);
    }
  }, [client, resources, chats, chatId]);
  useOffer('next-chat', chats === null ? null : () => step(1));
  useOffer('previous-chat', chats === null ? null : () => step(-1));
  useOffer('new-chat', chats === null ? null : () => void begin());
  useOffer('compose', () => {
    const field = document.querySelector<HTMLTextAreaElement>('[data-composer]');
    if (field) field.focus();
    else go({ page: 'chat', chatId });
  });
};

const useLooksActions = (ui: UiSettings, change: (part: Partial<UiSettings>) => Promise<void>): void => {
  const { min, max, step } = textPercents;
  useOffer('light', ui.colors === 'light' ? null : () => void change({ colors: 'light' }));
  useOffer('dark', ui.colors === 'dark' ? null : () => void change({ colors: 'dark' }));
  useOffer('auto', ui.colors === 'auto' ? null : () => void change({ colors: 'auto' }));
  useOffer('larger', ui.textPercent >= max ? null : () => void change({ textPercent: Math.min(max, ui.textPercent + step) }));
  useOffer('smaller', ui.textPercent <= min ? null : () => void change({ textPercent: Math.max(min, ui.textPercent - step) }));
};

/** What the window itself can do; screens offer the rest. */
export const useAppActions = (chatId: string | null): void => {
  const { ui, change } = useUiSettings();
  useChatActions(chatId);
  useLooksActions(ui, change);
  useOffer('settings', () => go({ page: 'settings' }));
  useOffer('welcome', () => go({ page: 'welcome' }));
};
