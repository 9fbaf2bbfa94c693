import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { icns, ico } from './icon-files.ts';
import { appIcon, type Mark, marks, trayIcon } from './icon-shapes.ts';

const resources = fileURLToPath(new URL('../resources', import.meta.url));
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024] as const;
const icoSizes = [16, 24, 32, 48, 64, 256] as const;
const trayIcoSizes = [16, 20, 24, 32, 48] as const;

// Drawn four times as large and made smaller, which keeps thin gaps open.
const png = (svg: string, px: number): Promise<Buffer> =>
  sharp(Buffer.from(svg), { density: Math.min(2_400, 72 * Math.max(1, (px * 4) / 512)) })
    .resize(px, px, { kernel: 'lanczos3' })
    .png({ compressionLevel: 9 })
    .toBuffer();

/** Renders every picture of the app and of the tray into resources/: run `npx node build/icons.ts` after a change of icon-shapes.ts. */
export const renderIcons = async (dir: string): Promise<void> => {
  const icons = join(dir, 'icons');
  const tray = join(dir, 'tray');
  mkdirSync(join(icons, 'linux'), { recursive: true });
  mkdirSync(tray, { recursive: true });
  writeFileSync(join(icons, 'pynchy.svg'), appIcon(512));
  writeFileSync(join(icons, 'claw.svg'), trayIcon('idle', true));
  const app = new Map<number, Buffer>();
  for (const px of sizes) app.set(px, await png(appIcon(px), px));
  const pngOf = (px: number): Buffer => {
    const found = app.get(px);
    if (!found) throw new Error(`no picture of ${px} px`);
    return found;
  };
  for (const px of sizes) writeFileSync(join(icons, 'linux', `${px}x${px}.png`), pngOf(px));
  writeFileSync(join(icons, 'pynchy-256.png'), pngOf(256));
  writeFileSync(join(icons, 'pynchy.ico'), ico(icoSizes.map((px) => ({ px, png: pngOf(px) }))));
  writeFileSync(join(icons, 'pynchy.icns'), icns(pngOf));
  for (const mark of Object.keys(marks) as Mark[]) {
    const colour = trayIcon(mark, false);
    const template = trayIcon(mark, true);
    writeFileSync(join(tray, `${mark}.png`), await png(colour, 22));
    writeFileSync(join(tray, `${mark}@2x.png`), await png(colour, 44));
    writeFileSync(join(tray, `${mark}Template.png`), await png(template, 16));
    writeFileSync(join(tray, `${mark}Template@2x.png`), await png(template, 32));
    writeFileSync(join(tray, `${mark}.ico`), ico(await Promise.all(trayIcoSizes.map(async (px) => ({ px, png: await png(colour, px) })))));
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await renderIcons(resources);
