import { createContext, useContext, useSyncExternalStore } from 'react';
import type { HostClient } from '#contract/client/connect.ts';
import type { ConnectionState } from '#contract/client/connection-state.ts';
import { connectHost, type HostConnection } from '#contract/client/reconnect.ts';
import { type HostEvent, type TextDelta, watchHost } from '#contract/client/watch-host.ts';
import { createResources, type Resources } from './resources.ts';
import { openShellSocket, shellCapabilities } from './shell.ts';

/** What the host tells: an event, a piece of text, or that everything shown must be fetched again. */
export type HostNews = HostEvent | TextDelta | { readonly type: 'sync' };

export interface Host {
  readonly client: HostClient;
  readonly connection: HostConnection;
  readonly resources: Resources;
  /** What was typed on this page per chat, newer than any list. */
  readonly drafts: Map<string, string>;
  /** Every item once, in order; returns how to stop. */
  onNews(listener: (news: HostNews) => void): () => void;
  close(): void;
}

/** The page's one connection to its host: through the shell around it, else over the websocket of the server it came from. */
export const createHost = (location: Location): Host => {
  const url = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/rpc`;
  const shell = shellCapabilities();
  const connection = connectHost({ openSocket: () => (shell ? openShellSocket(shell) : new WebSocket(url)) });
  const stop = new AbortController();
  const listeners = new Set<(news: HostNews) => void>();
  const tell = (news: HostNews): void => {
    for (const listener of [...listeners]) listener(news);
  };
  const onNews: Host['onNews'] = (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const resources = createResources(connection.client, onNews);
  const handlers = {
    onSync: () => tell({ type: 'sync' }),
    onEvent: tell,
    onDelta: tell,
    onFault: (error: unknown) => console.error('The stream of news ended and will be opened again.', error),
  };
  void watchHost(connection, handlers, {}, stop.signal);
  return {
    client: connection.client,
    connection,
    resources,
    drafts: new Map(),
    onNews,
    close() {
      stop.abort();
      connection.close();
    },
  };
};

const HostContext = createContext<Host | null>(null);
export const HostProvider = HostContext.Provider;

/** The host of this page; only below HostProvider. */
export const useHost = (): Host => {
  const host = useContext(HostContext);
  if (!host) throw new Error('useHost needs a HostProvider above it');
  return host;
};

/** Where the connection stands; renders again when it changes. */
export const useConnection = (): ConnectionState => {
  const { connection } = useHost();
  return useSyncExternalStore(connection.subscribe, connection.state);
};
