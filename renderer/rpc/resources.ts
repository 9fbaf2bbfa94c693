import type { HostClient } from '#contract/client/connect.ts';
import type { HealthRow } from '#contract/model/health.ts';
import type { UiSettings } from '#contract/model/ui-settings.ts';
import type { LinkChatView } from '#contract/ui/domains/links.ts';
import type { PluginView, StatusView } from '#contract/ui/host-views.ts';
import type { AccountView, AskView, ChatView, WorkspaceView } from '#contract/ui/views.ts';
import type { EventTopic } from '#contract/ui/watch.ts';
import type { Host } from './host.ts';
import { createResource, type Resource } from './resource.ts';

export type AwaitedTurn = Awaited<ReturnType<HostClient['turns']['awaited']>>[number];

/** The lists that more than one screen shows, kept fresh by the news. */
export interface Resources {
  readonly chats: Resource<ChatView[]>;
  /** Chats of linked numbers that Pynchy does not read. */
  readonly closedChats: Resource<LinkChatView[]>;
  readonly asks: Resource<AskView[]>;
  /** Turns whose end a person wants to be told. */
  readonly awaited: Resource<AwaitedTurn[]>;
  readonly workspaces: Resource<WorkspaceView[]>;
  readonly accounts: Resource<AccountView[]>;
  readonly plugins: Resource<PluginView[]>;
  readonly status: Resource<StatusView>;
  readonly health: Resource<HealthRow[]>;
  readonly ui: Resource<UiSettings>;
}

const closedChats = async (client: HostClient): Promise<LinkChatView[]> => {
  const links = await client.links.list();
  const chats = await Promise.all(links.map(({ id }) => client.links.chats({ id })));
  return chats.flat().filter(({ workspaceId, hasLeft }) => workspaceId === null && !hasLeft);
};

export const createResources = (client: HostClient, onNews: Host['onNews']): Resources => {
  const resources = {
    chats: createResource(() => client.chats.list()),
    closedChats: createResource(() => closedChats(client)),
    asks: createResource(() => client.asks.list({ state: 'pending' })),
    awaited: createResource(() => client.turns.awaited()),
    workspaces: createResource(() => client.workspaces.list()),
    accounts: createResource(() => client.accounts.list()),
    plugins: createResource(() => client.plugins.list()),
    status: createResource(() => client.host.status()),
    health: createResource(() => client.health.rows()),
    ui: createResource(() => client.settings.ui()),
  };
  const topics: Readonly<Record<keyof Resources, readonly EventTopic[]>> = {
    chats: ['message', 'turn', 'ask', 'chat', 'session', 'workspace'],
    closedChats: ['link', 'chat'],
    asks: ['ask'],
    awaited: ['turn'],
    workspaces: ['workspace', 'account'],
    accounts: ['account', 'turn'],
    plugins: ['plugin'],
    ui: ['settings'],
    status: ['host'],
    health: ['host', 'account', 'plugin', 'sandbox', 'turn', 'workspace', 'profile', 'settings'],
  };
  const names = Object.keys(topics) as (keyof Resources)[];
  onNews((news) => {
    if (news.type === 'delta') return;
    for (const name of names) if (news.type === 'sync' || topics[name].includes(news.topic)) resources[name].refresh();
  });
  return resources;
};
