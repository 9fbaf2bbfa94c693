import { resolve } from 'node:path';
import { pynchyCommand } from '#contract/text/pynchy-command.ts';
import { type CliCommand, need, show } from '../command.ts';
import { withHost } from '../connection.ts';

const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;

export const exportCommand: CliCommand = {
  name: 'export',
  usage: 'export',
  summary: 'Everything but keys as one archive in the data folder: [--own-folders] also the files of workspaces in folders of your own',
  options: { 'own-folders': { type: 'boolean' } },
  run: (call) =>
    withHost(call.env.home, async (host) => {
      const own = await host.settings.ownFolderSizes();
      const ownFolders = call.values['own-folders'] === true ? own.map(({ id }) => id) : [];
      const done = await host.settings.exportAll({ ownFolders });
      const left = ownFolders.length === 0 ? own : own.filter(({ bytes }) => bytes === null);
      show(call.env, done, () => [
        `${done.file}  ${done.chats} chats, ${done.messages} messages, ${done.files} files, ${megabytes(done.bytes)}`,
        ...(done.skipped > 0 ? [`${done.skipped} files could not be read and are not inside.`] : []),
        ...left.map(
          ({ name, folder, bytes }) =>
            `not inside: ${folder} of ${name}${bytes === null ? ' (not there now)' : `, ${megabytes(bytes)} (--own-folders)`}`,
        ),
      ]);
      return 0;
    }),
};

export const importCommand: CliCommand = {
  name: 'import',
  usage: 'import FILE',
  summary: 'Reads an export back in; Ctrl+C takes all of it back',
  options: {},
  run: (call) =>
    withHost(call.env.home, async (host) => {
      const done = await host.settings.runImport({ file: resolve(need(call.positionals[0], 'FILE')) });
      show(call.env, done, () => [
        `brought ${done.workspaces.join(', ')}: ${done.chats} chats, ${done.messages} messages, ${done.files} files`,
        ...(done.keysNeeded.length > 0
          ? [`these accounts need their keys: ${done.keysNeeded.join(', ')}  (${pynchyCommand()} accounts key NAME)`]
          : []),
        ...(done.tasks > 0 ? [`${done.tasks} tasks are off until you switch them on`] : []),
        ...(done.skipped > 0 ? [`${done.skipped} files were left out: this computer takes their names for those of others`] : []),
        ...(done.aside === null ? [] : [`what lay in the first folder is kept in ${done.aside}`]),
      ]);
      return 0;
    }),
};
