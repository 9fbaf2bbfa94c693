import { accounts } from './en/accounts.ts';
import { asks } from './en/asks.ts';
import { chats } from './en/chats.ts';
import { common } from './en/common.ts';
import { composer } from './en/composer.ts';
import { plugins } from './en/plugins.ts';
import { shell } from './en/shell.ts';
import { thread } from './en/thread.ts';
import { workspaces } from './en/workspaces.ts';

/** Every text of the window, a file per domain. {places} are filled by the caller; `one` and `other` are chosen by n. */
export const en = { ...common, ...shell, ...chats, ...thread, ...composer, ...asks, ...accounts, ...workspaces, ...plugins };
