import { afterEach, expect, it } from 'vitest';
import { pynchyCommand } from './pynchy-command.ts';
import { renderParts } from './render.ts';

const before = process.env.PYNCHY_COMMAND;
afterEach(() => {
  if (before === undefined) delete process.env.PYNCHY_COMMAND;
  else process.env.PYNCHY_COMMAND = before;
});

it('a hint names the command as the program was started: in a checkout through npm, else by its name', () => {
  delete process.env.PYNCHY_COMMAND;
  expect(pynchyCommand()).toBe('npm run -s pynchy --');
  expect(renderParts({ code: 'internal', params: {} }).next).toBe('Try again. If it stays, run: npm run -s pynchy -- doctor');
  process.env.PYNCHY_COMMAND = 'pynchy';
  expect(pynchyCommand()).toBe('pynchy');
  expect(renderParts({ code: 'internal', params: {} }).next).toBe('Try again. If it stays, run: pynchy doctor');
});
