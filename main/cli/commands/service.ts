import { homedir } from 'node:os';
import { join } from 'node:path';
import { type CliCommand, show, UsageError } from '../command.ts';
import { serviceSystem } from '../service/service.ts';

export const service: CliCommand = {
  name: 'service',
  usage: 'service install|uninstall|status',
  summary: 'Keep Pynchy running in the background from login on',
  options: {},
  async run({ env, positionals }) {
    const [verb = 'status'] = positionals;
    const system = serviceSystem(process.platform, process.env, homedir());
    const command = [process.execPath, join(env.root, 'main', 'cli', 'bootstrap.mjs'), 'serve'];
    const result =
      verb === 'install'
        ? await system.install({ command, home: process.env.PYNCHY_HOME ? env.home : null })
        : verb === 'uninstall'
          ? await system.uninstall()
          : verb === 'status'
            ? await system.status()
            : null;
    if (!result) throw new UsageError(`There is no "service ${verb}".`);
    show(env, result, () => result.lines);
    return result.ok ? 0 : 1;
  },
};
