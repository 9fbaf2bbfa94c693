import { accounts } from './domains/accounts.ts';
import { activity } from './domains/activity.ts';
import { asks } from './domains/asks.ts';
import { audit } from './domains/audit.ts';
import { blobs } from './domains/blobs.ts';
import { chats, sessions } from './domains/chats.ts';
import { deputy } from './domains/deputy.ts';
import { emergency } from './domains/emergency.ts';
import { files } from './domains/files.ts';
import { health } from './domains/health.ts';
import { host } from './domains/host.ts';
import { links } from './domains/links.ts';
import { logs } from './domains/logs.ts';
import { memories } from './domains/memories.ts';
import { messages } from './domains/messages.ts';
import { people } from './domains/people.ts';
import { plugins } from './domains/plugins.ts';
import { profiles } from './domains/profiles.ts';
import { rules } from './domains/rules.ts';
import { sandbox } from './domains/sandbox.ts';
import { secrets } from './domains/secrets.ts';
import { sending } from './domains/sending.ts';
import { settings } from './domains/settings.ts';
import { tasks } from './domains/tasks.ts';
import { turns } from './domains/turns.ts';
import { vault } from './domains/vault.ts';
import { workspaces } from './domains/workspaces.ts';

/**
 * Everything a window, a browser or the CLI can ask of the host, a file per domain. Inputs are parsed by the host; errors
 * are AppErrors.
 */
export const contract = {
  host,
  chats,
  sessions,
  messages,
  blobs,
  turns,
  asks,
  accounts,
  workspaces,
  profiles,
  rules,
  deputy,
  emergency,
  files,
  memories,
  plugins,
  sandbox,
  settings,
  links,
  people,
  secrets,
  sending,
  tasks,
  activity,
  health,
  logs,
  audit,
  vault,
};
export type Contract = typeof contract;
