import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { messageOf } from '#contract/errors.ts';
import { pynchyCommand } from '#contract/text/pynchy-command.ts';
import { writeFileAtomic } from '#core/base/atomic-file.ts';
import { launchdAgent, type ServiceSpec, systemdUnit } from './unit.ts';

/** What was done, in lines, and whether all of it worked. */
export interface ServiceResult {
  readonly ok: boolean;
  readonly state: 'running' | 'installed' | 'absent' | 'unsupported';
  readonly lines: readonly string[];
}
export interface ServiceSystem {
  install(spec: ServiceSpec): Promise<ServiceResult>;
  uninstall(): Promise<ServiceResult>;
  status(): Promise<ServiceResult>;
}

const execute = promisify(execFile);
const commandMs = 15_000;

/** The last line of what a command complained about, or null when it worked. */
const complaintOf = async (command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string | null> => {
  try {
    await execute(command, [...args], { env, timeout: commandMs });
    return null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return `${command} is not on this computer`;
    const said = (error as { stderr?: string }).stderr?.trim().split('\n').at(-1);
    return said || messageOf(error);
  }
};

/** A service of the person, not of the computer: it needs no administrator. */
export const serviceSystem = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv, homeDir: string): ServiceSystem => {
  if (platform === 'linux') return systemd(env, homeDir);
  if (platform === 'darwin') return launchd(env, homeDir);
  const result: ServiceResult = {
    ok: false,
    state: 'unsupported',
    lines: [
      'Pynchy cannot install itself as a service on this system yet.',
      'On Windows, the Task Scheduler can start it: create a task "At log on" that runs the command  pynchy serve',
    ],
  };
  return { install: async () => result, uninstall: async () => result, status: async () => result };
};

const systemd = (env: NodeJS.ProcessEnv, homeDir: string): ServiceSystem => {
  const file = join(env.XDG_CONFIG_HOME || join(homeDir, '.config'), 'systemd', 'user', 'pynchy.service');
  const run = (...args: string[]) => complaintOf('systemctl', ['--user', ...args], env);
  return {
    async install(spec) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileAtomic(file, systemdUnit(spec));
      const fault = (await run('daemon-reload')) ?? (await run('enable', '--now', 'pynchy.service'));
      if (fault !== null)
        return {
          ok: false,
          state: 'installed',
          lines: [
            `The service is written to ${file}, but could not be started: ${fault}`,
            'Where systemd runs for you: systemctl --user enable --now pynchy.service',
          ],
        };
      return {
        ok: true,
        state: 'running',
        lines: [
          `Pynchy runs as a service of yours (${file}) and starts when you log in.`,
          'To let it run while you are logged out: loginctl enable-linger',
          `A link for the browser: ${pynchyCommand()} open`,
        ],
      };
    },
    async uninstall() {
      if (!existsSync(file)) return { ok: true, state: 'absent', lines: ['No service was installed.'] };
      const fault = await run('disable', '--now', 'pynchy.service');
      rmSync(file, { force: true });
      await run('daemon-reload');
      const lines = [`The service is removed (${file}). Your data stays where it is.`];
      return { ok: true, state: 'absent', lines: fault === null ? lines : [...lines, `It could not be stopped: ${fault}`] };
    },
    async status() {
      if (!existsSync(file)) return { ok: true, state: 'absent', lines: ['No service is installed. To do it: pynchy service install'] };
      const fault = await run('is-active', '--quiet', 'pynchy.service');
      if (fault === null) return { ok: true, state: 'running', lines: [`The service runs (${file}).`] };
      return {
        ok: true,
        state: 'installed',
        lines: [`The service is installed (${file}) and does not run. To see why: systemctl --user status pynchy`],
      };
    },
  };
};

const launchd = (env: NodeJS.ProcessEnv, homeDir: string): ServiceSystem => {
  const file = join(homeDir, 'Library', 'LaunchAgents', 'app.pynchy.host.plist');
  const domain = `gui/${process.getuid?.() ?? 501}`;
  const run = (...args: string[]) => complaintOf('launchctl', args, env);
  return {
    async install(spec) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileAtomic(file, launchdAgent(spec));
      // A new one is loaded only when the old one is gone; that there is none is no fault.
      await run('bootout', domain, file);
      const fault = await run('bootstrap', domain, file);
      if (fault !== null)
        return { ok: false, state: 'installed', lines: [`The service is written to ${file}, but could not be started: ${fault}`] };
      return { ok: true, state: 'running', lines: [`Pynchy runs as a service of yours (${file}) and starts when you log in.`] };
    },
    async uninstall() {
      if (!existsSync(file)) return { ok: true, state: 'absent', lines: ['No service was installed.'] };
      await run('bootout', domain, file);
      rmSync(file, { force: true });
      return { ok: true, state: 'absent', lines: [`The service is removed (${file}). Your data stays where it is.`] };
    },
    async status() {
      if (!existsSync(file)) return { ok: true, state: 'absent', lines: ['No service is installed. To do it: pynchy service install'] };
      const fault = await run('print', `${domain}/app.pynchy.host`);
      return fault === null
        ? { ok: true, state: 'running', lines: [`The service runs (${file}).`] }
        : { ok: true, state: 'installed', lines: [`The service is installed (${file}) and does not run.`] };
    },
  };
};
