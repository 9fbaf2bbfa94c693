import { homedir } from 'node:os';
import { isAppError } from '#contract/errors.ts';
import { pynchyCommand } from '#contract/text/pynchy-command.ts';
import type { CliCommand, Env, Invocation } from '../command.ts';
import { sandboxRefusedText } from '../electron/apparmor.ts';
import { fetchBeside } from '../electron/fetch-beside.ts';
import type { ElectronPlace } from '../electron/find-electron.ts';
import { runDesktopApp } from '../electron/run-desktop.ts';
import { openBrowserOnce } from '../open-browser.ts';
import { runUntilStopped } from '../run-host.ts';
import { chooseShell } from '../shell-choice.ts';
import { desktopLines, startLines } from '../start-lines.ts';
import { portOf } from './serve.ts';

export const start: CliCommand = {
  name: 'start',
  usage: 'start [--port N] [--tray]',
  summary: 'Run Pynchy: in the tray where that is possible, else in the browser',
  options: { port: { type: 'string' }, tray: { type: 'boolean' } },
  async run(call) {
    const { env } = call;
    const isTty = !!process.stdout.isTTY;
    const choice = chooseShell({ root: env.root, env: process.env, platform: process.platform, isTty, wantsTray: !!call.values.tray });
    switch (choice.shell) {
      case 'none':
        env.err(`The tray is not possible: ${choice.why}.`);
        return 1;
      case 'desktop':
        return inTray(call, choice.program);
      case 'fetch':
        return inBrowser(call, 'until Electron is here', choice.place);
      case 'server':
        return inBrowser(call, choice.why, null);
      default:
        return choice satisfies never;
    }
  },
};

const inTray = async (call: Invocation, program: string): Promise<number> => {
  const { env } = call;
  const ended = await runDesktopApp({
    program,
    root: env.root,
    env: { ...process.env, PYNCHY_HOME: env.home },
    args: [],
    onReady: ({ link, hasTray }) => {
      for (const line of desktopLines({ link, hasTray, version: env.version, home: env.home, homeDir: homedir() })) env.out(line);
    },
  });
  switch (ended.end) {
    case 'stopped':
      return 0;
    case 'failed':
      env.err(ended.why);
      return 1;
    case 'sandbox-refused':
      env.err(sandboxRefusedText());
      return inBrowser(call, 'Electron may not create its sandbox here', null);
    case 'crashed':
      env.err(`The tray app ended by itself (${ended.code ?? 'not started'}): ${ended.said}`);
      return inBrowser(call, 'the tray app does not run here', null);
    default:
      return ended satisfies never;
  }
};

const inBrowser = async (call: Invocation, why: string, missing: ElectronPlace | null): Promise<number> => {
  const { env } = call;
  let program: string | null = null;
  let fetching: { stop(): void } | null = null;
  try {
    const code = await runUntilStopped(env, portOf(call), async (running, stop) => {
      const link = running.server.openLink();
      for (const line of await startLines({ running, why, link, version: env.version, home: env.home, homeDir: homedir() })) env.out(line);
      const openBrowser = (): void => void openBrowserOnce(link, process.env, !!process.stdout.isTTY);
      if (!missing) return openBrowser();
      fetching = fetchBeside({ env, place: missing, openBrowser }, (fetched) => {
        program = fetched;
        stop();
      });
    });
    return program === null ? code : inTray(call, program);
  } catch (error) {
    return sayWhoRuns(error, env);
  } finally {
    (fetching as { stop(): void } | null)?.stop();
  }
};

const sayWhoRuns = (error: unknown, env: Env): number => {
  if (!isAppError(error) || error.code !== 'host-running') throw error;
  env.err(`Pynchy is running already (process ${error.data.pid}): ${error.data.url}   new link: ${pynchyCommand()} open`);
  return 1;
};
