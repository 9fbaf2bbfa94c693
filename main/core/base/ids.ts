import { randomBytes } from 'node:crypto';

// Crockford base 32: no I, L, O, U.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
let lastMs = 0;
let lastRandom = new Uint8Array(16);

/** prefix + '_' + ULID. Ids made by one process sort in the order in which they were made. */
export const newId = (prefix: string, nowMs: number = Date.now()): string => {
  const ms = Math.max(nowMs, lastMs);
  if (ms === lastMs) increment(lastRandom);
  else lastRandom = new Uint8Array(randomBytes(16)).map((b) => b & 31);
  lastMs = ms;
  let time = '';
  for (let rest = ms, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) time = alphabet[rest % 32] + time;
  return `${prefix}_${time}${[...lastRandom].map((b) => alphabet[b]).join('')}`;
};

const increment = (digits: Uint8Array): void => {
  for (let i = digits.length - 1; i >= 0; i--) {
    const digit = digits[i] ?? 0;
    if (digit < 31) {
      digits[i] = digit + 1;
      return;
    }
    digits[i] = 0;
  }
};

/** Six lower-case letters and digits that are hard to mistake for each other: what a person types to answer an ask. */
export const newShortId = (): string => {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  return [...randomBytes(6)].map((b) => letters[b % letters.length]).join('');
};

/** 256 random bits, URL-safe. */
export const newToken = (): string => randomBytes(32).toString('base64url');
