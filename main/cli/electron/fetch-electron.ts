import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '#contract/errors.ts';
import { fetchFile } from './fetch-file.ts';
import { type ElectronPlace, findElectron } from './find-electron.ts';
import { releaseFor } from './release.ts';
import { unpackElectron } from './unpack.ts';

export const silentMs = 20_000;

export interface ElectronFetch {
  readonly root: string;
  readonly place: ElectronPlace;
  readonly mirror?: string | undefined;
  readonly silentMs: number;
  readonly onProgress: (done: number, total: number | null) => void;
  readonly signal: AbortSignal;
}

/** Fetches and unpacks Electron, once. The program's path, or in half a sentence why not. Never rejects. */
export const fetchElectron = async (o: ElectronFetch): Promise<{ ok: true; program: string } | { ok: false; why: string }> => {
  const { packageDir, version } = o.place;
  const release = releaseFor(packageDir, version, { platform: process.platform, arch: process.arch, mirror: o.mirror });
  if (!release) return { ok: false, why: `there is no Electron for ${process.platform} on ${process.arch}` };
  const cache = join(o.root, 'node_modules', '.cache', 'pynchy');
  const zip = join(cache, release.file);
  try {
    mkdirSync(cache, { recursive: true });
    const fetched = await fetchFile({ ...o, url: release.url, sha256: release.sha256, to: zip });
    if (!fetched.ok) return fetched;
    await unpackElectron(packageDir, zip, process.platform);
    rmSync(zip, { force: true });
  } catch (error) {
    return { ok: false, why: messageOf(error) };
  }
  const program = findElectron(o.root)?.program;
  return program ? { ok: true, program } : { ok: false, why: 'it was unpacked, but its program is not there' };
};
