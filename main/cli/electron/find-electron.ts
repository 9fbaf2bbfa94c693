import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Manifest = z.object({ version: z.string() });

export interface ElectronPlace {
  /** The package's folder, node_modules/electron; its own program is never run: it fetches without a time limit. */
  readonly packageDir: string;
  readonly version: string;
  /** The program, when it is there in this version. */
  readonly program: string | null;
}

/** Looks for Electron without running or importing it; null when the package itself is missing. */
export const findElectron = (root: string): ElectronPlace | null => {
  const packageDir = join(root, 'node_modules', 'electron');
  try {
    const { version } = Manifest.parse(JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8')));
    return { packageDir, version, program: programIn(packageDir, version) };
  } catch {
    // Left out at the install (--omit=dev), which is no fault.
    return null;
  }
};

const programIn = (packageDir: string, version: string): string | null => {
  try {
    const program = join(packageDir, 'dist', readFileSync(join(packageDir, 'path.txt'), 'utf8').trim());
    const fetched = readFileSync(join(packageDir, 'dist', 'version'), 'utf8')
      .trim()
      .replace(/^v/, '');
    return fetched === version && existsSync(program) ? program : null;
  } catch {
    // Not fetched yet, or only half unpacked.
    return null;
  }
};
