import type { CliCommand } from '../command.ts';
import { accounts } from './accounts.ts';
import { approvals } from './approvals.ts';
import { audit } from './audit.ts';
import { exportCommand, importCommand } from './data.ts';
import { emergency } from './emergency.ts';
import { env } from './env.ts';
import { doctor, logs, open, status, stop } from './host.ts';
import { link } from './link.ts';
import { plugins } from './plugins.ts';
import { profiles } from './profiles.ts';
import { rules } from './rules.ts';
import { sandbox } from './sandbox.ts';
import { send } from './send.ts';
import { serve } from './serve.ts';
import { service } from './service.ts';
import { setup } from './setup.ts';
import { start } from './start.ts';
import { tasks } from './tasks.ts';
import { vault } from './vault.ts';
import { workspaces } from './workspaces.ts';

/** In the order of the help. */
export const commands: readonly CliCommand[] = [
  start,
  serve,
  open,
  stop,
  status,
  send,
  accounts,
  workspaces,
  profiles,
  rules,
  sandbox,
  env,
  tasks,
  approvals,
  emergency,
  plugins,
  doctor,
  logs,
  audit,
  vault,
  exportCommand,
  importCommand,
  link,
  service,
  setup,
];
