import { expect, it } from 'vitest';
import { desktopFile } from './desktop-file.ts';

it('quotes what the Desktop Entry Specification reserves', () => {
  expect(desktopFile('/opt/Pynchy/pynchy', ['--hidden'])).toContain('\nExec=/opt/Pynchy/pynchy --hidden\n');
  expect(desktopFile('/home/ann b/100% $x`/p"q', [])).toContain('\nExec="/home/ann b/100%% \\\\$x\\\\`/p\\\\"q"\n');
});
