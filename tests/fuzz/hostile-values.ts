import type { Random } from '../chaos/random.ts';

const words = [
  '',
  ' ',
  '\0',
  '..',
  '../../../../etc/passwd',
  '/etc/passwd',
  '%2e%2e%2f',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'null',
  'undefined',
  'NaN',
  '-1',
  '1e309',
  '${7*7}',
  "'; DROP TABLE audit; --",
  '" OR 1=1 --',
  '<script>alert(1)</script>',
  'javascript:alert(1)',
  'file:///etc/passwd',
  'http://127.0.0.1:9/',
  '\u202eevil',
  '\u200b',
  '\ud800',
  '👍🏽',
  '⚙️ Approved',
  'approve abc123',
  '!touch /tmp/evil',
  '/reset',
  '#/approvals',
  '--help',
  '--json',
  '-',
  '--',
  'a'.repeat(5_000),
  '{"json":1}',
  '[[[[[[',
  'home',
  'admin',
] as const;

/** A text that somebody would try, or signs at random. */
export const hostileText = (random: Random): string => {
  if (random.chance(0.7)) return random.pick(words);
  return Array.from({ length: random.between(0, 40) }, () =>
    String.fromCharCode(random.between(0, random.chance(0.8) ? 127 : 0xffff)),
  ).join('');
};

/** Any value that JSON can carry, never deeper than `depth`. */
export const hostileValue = (random: Random, depth = 3): unknown => {
  const kind = random.between(0, depth > 0 ? 8 : 5);
  if (kind === 0) return null;
  if (kind === 1) return random.chance(0.5);
  if (kind === 2) return random.pick([0, -1, 1, 0.5, 2 ** 31, 2 ** 53, -(2 ** 53), 1e300]);
  if (kind <= 5) return hostileText(random);
  if (kind === 6) return Array.from({ length: random.between(0, 4) }, () => hostileValue(random, depth - 1));
  return Object.fromEntries(Array.from({ length: random.between(0, 4) }, () => [hostileText(random), hostileValue(random, depth - 1)]));
};

/** One message of a wire, damaged: cut, doubled, with other bytes in it. */
export const damaged = (random: Random, text: string): string => {
  if (text === '') return hostileText(random);
  const at = random.between(0, text.length - 1);
  switch (random.between(0, 4)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text + text;
    case 2:
      return text.slice(0, at) + hostileText(random) + text.slice(at);
    case 3:
      return text.slice(0, at) + String.fromCharCode(random.between(0, 255)) + text.slice(at + 1);
    default:
      return text;
  }
};
