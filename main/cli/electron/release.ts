import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

export interface Release {
  readonly file: string;
  readonly url: string;
  readonly sha256: string;
}

const Checksums = z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/));
const origin = 'https://github.com/electron/electron/releases/download/';
/** Where the program lies inside the archive. */
export const programPaths: Readonly<Record<string, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  linux: 'electron',
  win32: 'electron.exe',
};

/** What has to be fetched for this system, and what its bytes must hash to; null when there is nothing for it. */
export const releaseFor = (
  packageDir: string,
  version: string,
  o: { platform: string; arch: string; mirror?: string | undefined },
): Release | null => {
  const file = `electron-v${version}-${o.platform}-${o.arch}.zip`;
  const sha256 = Checksums.parse(JSON.parse(readFileSync(join(packageDir, 'checksums.json'), 'utf8')))[file];
  if (sha256 === undefined || programPaths[o.platform] === undefined) return null;
  const base = o.mirror ?? origin;
  return { file, sha256, url: `${base}${base.endsWith('/') ? '' : '/'}v${version}/${file}` };
};
