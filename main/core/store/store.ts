import type { Db } from './open.ts';
import { createAccounts } from './repositories/accounts.ts';
import { createAsks } from './repositories/asks.ts';
import { createChats } from './repositories/chats.ts';
import { createConnections } from './repositories/connections.ts';
import { createDeliveries } from './repositories/deliveries.ts';
import { createEvents } from './repositories/events.ts';
import { createMemories } from './repositories/memories.ts';
import { createMessages } from './repositories/messages.ts';
import { createNetworks } from './repositories/networks.ts';
import { createPeople } from './repositories/people.ts';
import { createPluginRows } from './repositories/plugins.ts';
import { createProfiles } from './repositories/profiles.ts';
import { createReach } from './repositories/reach.ts';
import { createRules } from './repositories/rules.ts';
import { createSandboxRows } from './repositories/sandboxes.ts';
import { createSecretRows } from './repositories/secrets.ts';
import { createSending } from './repositories/sending.ts';
import { createTurns } from './repositories/turns.ts';
import { createWorkspaces } from './repositories/workspaces.ts';

/** All repositories over one open database. */
export const createStore = (db: Db, bootId: string) => ({
  db,
  people: createPeople(db),
  workspaces: createWorkspaces(db),
  accounts: createAccounts(db),
  chats: createChats(db),
  connections: createConnections(db),
  messages: createMessages(db),
  turns: createTurns(db),
  asks: createAsks(db),
  memories: createMemories(db),
  plugins: createPluginRows(db),
  sandboxes: createSandboxRows(db, bootId),
  networks: createNetworks(db),
  profiles: createProfiles(db),
  rules: createRules(db),
  deliveries: createDeliveries(db),
  reach: createReach(db),
  secrets: createSecretRows(db),
  sending: createSending(db),
  events: createEvents(db),
});
export type Store = ReturnType<typeof createStore>;
