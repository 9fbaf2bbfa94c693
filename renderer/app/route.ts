import { useSyncExternalStore } from 'react';

/** The screens beside the chats. `part` is a section or the id of what is shown; null is the whole screen. */
export const screens = ['workspaces', 'accounts', 'links', 'plugins', 'approvals', 'activity', 'health', 'settings', 'welcome'] as const;
export type Screen = (typeof screens)[number];

export type Route =
  | {
      readonly page: 'chat';
      readonly chatId: string | null;
      /** An ask to put in front of the reader. */
      readonly ask?: string | null;
      /** A message (its seq) to show in its place, as a hit of a search is. */
      readonly at?: number | null;
    }
  | { readonly page: Screen; readonly part?: string | null };

const isScreen = (word: string | undefined): word is Screen => screens.some((s) => s === word);

/** Reads #/chat/ID?ask=SHORT, #/chat/ID?at=SEQ, #/SCREEN and #/SCREEN/PART; anything else is the chat that was used last. */
export const readRoute = (hash: string): Route => {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [page, id] = path.split('/');
  if (isScreen(page)) return { page, part: id ? decodeURIComponent(id) : null };
  const chatId = page === 'chat' && id ? decodeURIComponent(id) : null;
  const params = new URLSearchParams(query);
  const at = Number(params.get('at') ?? Number.NaN);
  return { page: 'chat', chatId, ask: params.get('ask'), at: Number.isSafeInteger(at) ? at : null };
};

/** The address of a place, for a link. */
export const hashOf = (route: Route): string => {
  if (route.page !== 'chat') return `#/${route.page}${route.part ? `/${encodeURIComponent(route.part)}` : ''}`;
  if (route.chatId === null) return '#/';
  const query = route.ask ? `?ask=${route.ask}` : route.at ? `?at=${route.at}` : '';
  return `#/chat/${encodeURIComponent(route.chatId)}${query}`;
};

export const go = (route: Route): void => {
  location.hash = hashOf(route);
};

const subscribe = (listener: () => void): (() => void) => {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
};

/** Where in the app the reader is. */
export const useRoute = (): Route => readRoute(useSyncExternalStore(subscribe, () => location.hash));
