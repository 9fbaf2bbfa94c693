import { rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { programPaths } from './release.ts';

type Extract = (zip: string, o: { dir: string }) => Promise<unknown>;

/** Unpacks the archive into the electron package, as its own installer would, with the unpacker that belongs to it. */
export const unpackElectron = async (packageDir: string, zip: string, platform: string, extract?: Extract): Promise<void> => {
  const unpack = extract ?? (await unpackerOf(packageDir));
  rmSync(join(packageDir, 'path.txt'), { force: true });
  rmSync(join(packageDir, 'dist'), { recursive: true, force: true });
  await unpack(zip, { dir: join(packageDir, 'dist') });
  // Written last: it is what says that everything is there.
  writeFileSync(join(packageDir, 'path.txt'), programPaths[platform] ?? '');
};

const unpackerOf = async (packageDir: string): Promise<Extract> => {
  const path = createRequire(join(packageDir, 'package.json')).resolve('@electron-internal/extract-zip');
  const { extract } = (await import(/* @vite-ignore */ pathToFileURL(path).href)) as { extract: Extract };
  return extract;
};
