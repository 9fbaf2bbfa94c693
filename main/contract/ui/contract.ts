import { accounts } from './domains/accounts.ts';
import { asks } from './domains/asks.ts';
import { audit } from './domains/audit.ts';
import { chats, sessions } from './domains/chats.ts';
import { host } from './domains/host.ts';
import { messages } from './domains/messages.ts';
import { plugins } from './domains/plugins.ts';
import { tasks } from './domains/tasks.ts';
import { turns } from './domains/turns.ts';
import { vault } from './domains/vault.ts';
import { workspaces } from './domains/workspaces.ts';

/**
 * Everything a window, a browser or the CLI can ask of the host, a file per domain. Inputs are parsed by the host; errors
 * are AppErrors.
 */
export const contract = { host, chats, sessions, messages, turns, asks, accounts, workspaces, plugins, tasks, audit, vault };
export type Contract = typeof contract;
