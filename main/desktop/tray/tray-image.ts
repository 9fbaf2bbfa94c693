import { join } from 'node:path';
import type { TrayKind } from './tray-state.ts';

/** The picture of a state. macOS draws templates in the colour of its menu bar; Windows takes the size that it needs from the .ico. */
export const trayImage = (dir: string, kind: TrayKind, platform: NodeJS.Platform): string => {
  if (platform === 'darwin') return join(dir, `${kind}Template.png`);
  return join(dir, platform === 'win32' ? `${kind}.ico` : `${kind}.png`);
};
