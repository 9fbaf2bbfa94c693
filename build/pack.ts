import { build, Platform } from 'electron-builder';
import { packaging } from './packaging.ts';

/**
 * Packs the desktop app for this system into dist/. `--dir` makes the folder alone, and `--electron DIR` takes Electron from there
 * instead of fetching it.
 */
const run = async (): Promise<void> => {
  const at = process.argv.indexOf('--electron');
  const electronDist = at < 0 ? undefined : process.argv[at + 1];
  await build({
    targets: Platform.current().createTarget(process.argv.includes('--dir') ? 'dir' : null),
    publish: 'never',
    config: { ...packaging, ...(electronDist === undefined ? {} : { electronDist, electronFuses: null }) },
  });
};

await run();
