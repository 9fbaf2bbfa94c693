import { expect, it } from 'vitest';
import { numberChars, sessionsOf } from './sessions.ts';

const mark = Buffer.from('##mark##');
const host = (number: string): string => `##mark##${number.repeat(numberChars)}`;
const read = async (pieces: readonly string[]): Promise<[string, string, boolean][]> => {
  const found: [string, string, boolean][] = [];
  const input = (async function* () {
    for (const piece of pieces) yield Buffer.from(piece);
  })();
  for await (const session of sessionsOf(input, mark, () => {})) {
    let text = '';
    for await (const bytes of session) text += Buffer.from(bytes).toString();
    found.push([Buffer.from(session.opening).toString(), text, session.isReplaced]);
  }
  return found;
};

it('gives each host its own bytes, wherever the pipe was cut', async () => {
  const whole = `lost${host('1')}first#half${host('2')}${host('3')}second`;
  for (let size = 1; size <= whole.length; size++) {
    const pieces = Array.from({ length: Math.ceil(whole.length / size) }, (_, index) => whole.slice(index * size, (index + 1) * size));
    expect(await read(pieces)).toEqual([
      [host('1'), 'first#half', true],
      [host('2'), '', true],
      [host('3'), 'second', false],
    ]);
  }
});

it('has no session before the first mark', async () => {
  expect(await read(['no mark at all'])).toEqual([]);
});
