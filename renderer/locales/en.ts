import { accounts } from './en/accounts.ts';
import { actions } from './en/actions.ts';
import { activity } from './en/activity.ts';
import { asks } from './en/asks.ts';
import { chats } from './en/chats.ts';
import { common } from './en/common.ts';
import { composer } from './en/composer.ts';
import { deputy } from './en/deputy.ts';
import { emergency } from './en/emergency.ts';
import { files } from './en/files.ts';
import { health } from './en/health.ts';
import { links } from './en/links.ts';
import { memory } from './en/memory.ts';
import { network } from './en/network.ts';
import { plugins } from './en/plugins.ts';
import { quick } from './en/quick.ts';
import { sandbox } from './en/sandbox.ts';
import { search } from './en/search.ts';
import { secrets } from './en/secrets.ts';
import { security } from './en/security.ts';
import { sending } from './en/sending.ts';
import { settings } from './en/settings.ts';
import { shell } from './en/shell.ts';
import { thread } from './en/thread.ts';
import { welcome } from './en/welcome.ts';
import { workspaces } from './en/workspaces.ts';

/** Every text of the window, a file per domain. {places} are filled by the caller; `one` and `other` are chosen by n. */
export const en = {
  ...common,
  ...shell,
  ...quick,
  ...chats,
  ...thread,
  ...composer,
  ...search,
  ...asks,
  ...accounts,
  ...workspaces,
  ...network,
  ...sandbox,
  ...memory,
  ...secrets,
  ...security,
  ...emergency,
  ...files,
  ...plugins,
  ...actions,
  ...sending,
  ...deputy,
  ...settings,
  ...welcome,
  ...activity,
  ...health,
  ...links,
};
