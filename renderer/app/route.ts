import { useSyncExternalStore } from 'react';

export type Route =
  | { readonly page: 'chat'; readonly chatId: string | null; readonly ask: string | null }
  | { readonly page: 'accounts' }
  | { readonly page: 'plugins' };

/** Reads #/chat/ID?ask=SHORT, #/accounts and #/plugins; anything else is the chat that was used last. */
export const readRoute = (hash: string): Route => {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [page, id] = path.split('/');
  if (page === 'accounts' || page === 'plugins') return { page };
  const chatId = page === 'chat' && id ? decodeURIComponent(id) : null;
  return { page: 'chat', chatId, ask: new URLSearchParams(query).get('ask') };
};

const hashOf = (route: Route): string => {
  if (route.page !== 'chat') return `#/${route.page}`;
  if (route.chatId === null) return '#/';
  return `#/chat/${encodeURIComponent(route.chatId)}${route.ask ? `?ask=${route.ask}` : ''}`;
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
