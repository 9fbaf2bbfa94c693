import { join } from 'node:path';
import { app } from 'electron';

export interface Locations {
  /** The built parts: renderer/, toolbox/, preload/. */
  readonly outDir: string;
  readonly samplesDir: string;
  readonly iconsDir: string;
}

/** In a package the built parts lie in its archive; what other programs must read lies beside it as files. */
export const locate = (): Locations => {
  const root = app.getAppPath();
  const files = app.isPackaged ? root.replace(/app\.asar$/, 'app.asar.unpacked') : root;
  return {
    outDir: join(root, 'out'),
    samplesDir: join(files, 'resources', 'samples'),
    iconsDir: join(files, 'resources', 'tray'),
  };
};

/** The toolbox is read by a sandbox, which cannot look into an archive. */
export const toolboxDirOf = (outDir: string): string => join(outDir.replace(/app\.asar(?=[/\\])/, 'app.asar.unpacked'), 'toolbox');
