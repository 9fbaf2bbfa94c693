import { join } from 'node:path';
import { type CliCommand, show, UsageError } from '../command.ts';
import { apparmorSetup } from '../electron/apparmor.ts';
import { findElectron } from '../electron/find-electron.ts';
import { programPaths } from '../electron/release.ts';

export const setup: CliCommand = {
  name: 'setup',
  usage: 'setup apparmor',
  summary: 'Print what lets the tray app make its sandbox on Ubuntu; nothing is run',
  options: {},
  async run({ env, positionals }) {
    if (positionals[0] !== 'apparmor') throw new UsageError('There is only "setup apparmor".');
    if (process.platform !== 'linux') {
      env.err('AppArmor is a part of Linux; nothing has to be set up here.');
      return 1;
    }
    const place = findElectron(env.root);
    const program = place?.program ?? (place && join(place.packageDir, 'dist', programPaths.linux ?? ''));
    if (!program) {
      env.err('Electron is not installed here (npm ci --omit=dev leaves it out), so there is nothing to allow.');
      return 1;
    }
    const lines = apparmorSetup(program);
    show(env, { program, lines }, () => lines);
    return 0;
  },
};
