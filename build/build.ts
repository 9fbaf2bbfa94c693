import { existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'out');
const stamp = join(out, '.built');
const inputs = ['main', 'plugins', 'preload', 'renderer', 'build', 'package.json', 'package-lock.json'];

const newest = (path: string): number => {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path).reduce((max, name) => Math.max(max, newest(join(path, name))), stat.mtimeMs);
};
const isFresh = (): boolean => existsSync(stamp) && inputs.every((input) => newest(join(root, input)) <= statSync(stamp).mtimeMs);

/** Builds out/main, out/toolbox, out/renderer, out/desktop and out/preload. `--if-stale` does nothing when no input is newer. */
const run = async (): Promise<void> => {
  const quiet = process.argv.includes('--quiet');
  if (process.argv.includes('--if-stale') && isFresh()) return;
  const began = Date.now();
  rmSync(stamp, { force: true });
  mkdirSync(out, { recursive: true });
  const say = (text: string): void => void (quiet ? process.stderr : process.stdout).write(text);
  say('Building Pynchy, once …');
  const phase = async (name: string, work: () => Promise<void>): Promise<void> => {
    const started = performance.now();
    await work();
    say(`  ${name} ${((performance.now() - started) / 1000).toFixed(1)} s`);
  };
  const { buildHost } = await import('./host.ts');
  const { buildToolbox } = await import('./toolbox.ts');
  const { buildRenderer } = await import('./renderer.ts');
  const { buildDesktop, buildPreload } = await import('./desktop.ts');
  await phase('host', () => buildHost(join(out, 'main')));
  await phase('toolbox', () => buildToolbox(join(out, 'toolbox')));
  await phase('window', () => buildRenderer(join(out, 'renderer')));
  await phase('desktop', async () => {
    await buildDesktop(join(out, 'desktop'));
    await buildPreload(join(out, 'preload'));
  });
  say('\n');
  writeFileSync(stamp, '');
  // An edit made while building must count as newer.
  utimesSync(stamp, began / 1000, began / 1000);
};

await run();
