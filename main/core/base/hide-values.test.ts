import { describe, expect, it } from 'vitest';
import { createHider } from './hide-values.ts';

const value = 'c4nary/Value+with ünï&"quotes"-7731';
const hider = createHider([value]);
const wrapped = (text: string, width: number): string => text.replaceAll(new RegExp(`.{${width}}`, 'g'), '$&\n');
const base64 = (text: string): string => Buffer.from(text).toString('base64');

const forms: [string, string][] = [
  ['as it is', value],
  ['inside JSON', JSON.stringify({ value })],
  ['as base64', base64(value)],
  ['as base64 after one character', base64(`x${value}`)],
  ['as base64 after two characters, before others', base64(`xy${value}zzz`)],
  ['as base64url', Buffer.from(`Bearer ${value}`).toString('base64url')],
  ['as base64 in lines of 8', wrapped(base64(`user:${value}`), 8)],
  ['as hex', Buffer.from(value).toString('hex')],
  ['as upper-case hex', Buffer.from(value).toString('hex').toUpperCase()],
  ['as hex in pairs', (Buffer.from(value).toString('hex').match(/../g) ?? []).join(' ')],
  ['as hex in broken lines', wrapped(Buffer.from(value).toString('hex'), 16)],
  ['URL-encoded', encodeURIComponent(value)],
  ['URL-encoded byte by byte', Buffer.from(value).toString('hex').replaceAll(/../g, '%$&')],
  ['URL-encoded as a form', encodeURIComponent(value).replaceAll('%20', '+')],
  ['reversed', [...value].reverse().join('')],
  ['in broken lines', wrapped(value, 5)],
];
// Eight characters in a row of any form would be too much to see.
const leftOf = (text: string, form: string): string[] => {
  const tight = text.replaceAll(/\s/g, '');
  const from = form.replaceAll(/\s/g, '');
  const core = from.slice(14, -14);
  return Array.from({ length: Math.max(0, core.length - 8) }, (_, i) => core.slice(i, i + 8)).filter((part) => tight.includes(part));
};

describe('a hidden value', () => {
  it.each(forms)('is found %s', (_, form) => {
    const clean = hider.clean(`before ${form} after`);
    expect(clean).toContain('•••');
    expect(clean).toMatch(/^before [\s\S]* after$/);
    expect(leftOf(clean, form)).toEqual([]);
  });

  it.each(forms)('is found %s wherever the output is cut', (_, form) => {
    const text = `one\ntwo ${form} three\n`;
    for (const size of [1, 2, 3, 7, 16, 64]) {
      const stream = hider.stream();
      let out = '';
      for (let at = 0; at < text.length; at += size) out += stream.push(text.slice(at, at + size));
      out += stream.end();
      expect(out).toBe(hider.clean(text));
    }
  });

  it('lets everything else through at once, but for what may be the beginning of it', () => {
    const stream = hider.stream();
    expect(stream.push('building …\n')).toBe('building …\n');
    expect(stream.push('key: c4na')).toBe('key: ');
    expect(stream.push('bis is a plant')).toBe('c4nabis is a plant');
    expect(stream.push('c4nary/Val')).toBe('');
    expect(stream.end()).toBe('c4nary/Val');
  });

  it('is found in pieces with long rows of blanks between them, and what only began like it comes whole', () => {
    const blanks = Array.from({ length: 300 }, () => ' \n'.repeat(1_000));
    const printed = (pieces: readonly string[]): string => {
      const stream = hider.stream();
      return pieces.map(stream.push).join('') + stream.end();
    };
    expect(printed(['key: ', value.slice(0, 9), ...blanks, value.slice(9), ' end'])).toBe('key: ••• end');
    const other = ['key: ', value.slice(0, 9), ...blanks, 'no', ...blanks];
    expect(printed(other)).toBe(other.join(''));
  });

  it('is found beside others of which it is the beginning', () => {
    const both = createHider(['abcdefgh', 'abcdefgh-ijklmnop']);
    expect(both.clean('x abcdefgh-ijklmnop y abcdefgh z')).toBe('x ••• y ••• z');
    const stream = both.stream();
    expect(stream.push('abcdefgh') + stream.push('-ijklmnop!') + stream.end()).toBe('•••!');
  });

  it('hides the same in any pieces, whatever the values and the text are', () => {
    const seed = Number(process.env.PYNCHY_SEED ?? Date.now() % 100_000);
    let state = seed;
    const random = (below: number): number => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return state % below;
    };
    // Few letters, so that values overlap and begin again and again.
    const word = (length: number): string => Array.from({ length }, () => 'ab \n'[random(4)]).join('');
    for (let round = 0; round < 2_000; round++) {
      const values = Array.from({ length: 1 + random(3) }, () => word(4 + random(8)).replaceAll(/\s/g, 'c'));
      const some = createHider(values);
      const text = Array.from({ length: 12 }, () => (random(2) ? values[random(values.length)] : word(random(9)))).join('');
      const stream = some.stream();
      let out = '';
      for (let at = 0; at < text.length; ) {
        const size = 1 + random(6);
        out += stream.push(text.slice(at, at + size));
        at += size;
      }
      out += stream.end();
      expect(out, `PYNCHY_SEED=${seed}, round ${round}`).toBe(some.clean(text));
      for (const value of values) expect(out.replaceAll(/\s/g, ''), `PYNCHY_SEED=${seed}, round ${round}`).not.toContain(value);
    }
  });

  it('leaves text without values as it is, and knows short values only as they are', () => {
    expect(createHider([]).clean('anything')).toBe('anything');
    expect(createHider(['pin1', 'no']).clean(`pin1 no ${base64('pin1')}`)).toBe(`••• no ${base64('pin1')}`);
  });
});
