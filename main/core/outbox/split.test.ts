import { expect, test } from 'vitest';
import { splitText } from './split.ts';

const bare = (parts: readonly string[]): string => parts.join('').replace(/\s/g, '');

test('a text that fits is one part, an empty one is none', () => {
  expect(splitText(' hello ', 100)).toEqual(['hello']);
  expect(splitText('  \n ', 100)).toEqual([]);
});

test('it is cut between paragraphs, then lines, then sentences, then words', () => {
  const paragraph = `${'a'.repeat(60)}\n\n${'b'.repeat(60)}`;
  expect(splitText(paragraph, 100)).toEqual(['a'.repeat(60), 'b'.repeat(60)]);
  expect(splitText(`${'a'.repeat(60)}\n${'b'.repeat(60)}`, 100)).toEqual(['a'.repeat(60), 'b'.repeat(60)]);
  expect(splitText(`${'a'.repeat(30)} ${'b'.repeat(30)}. ${'c'.repeat(60)}`, 100)).toEqual([
    `${'a'.repeat(30)} ${'b'.repeat(30)}.`,
    'c'.repeat(60),
  ]);
  expect(splitText(`${'a'.repeat(50)} ${'b'.repeat(50)}`, 80)).toEqual(['a'.repeat(50), 'b'.repeat(50)]);
});

test('a fence that is cut is closed and opened again with its language', () => {
  const code = Array.from({ length: 30 }, (_, i) => `  line ${i}`).join('\n');
  const parts = splitText(`Before\n\n\`\`\`js\n${code}\n\`\`\`\n\nAfter`, 120);
  expect(parts.length).toBeGreaterThan(2);
  for (const part of parts) {
    expect(part.length).toBeLessThanOrEqual(120);
    expect(part.split('\n').filter((line) => line.startsWith('```')).length % 2, part).toBe(0);
    expect(part).not.toMatch(/```js\n```/);
  }
  const lines = parts.flatMap((part) => part.split('\n')).filter((line) => line.startsWith('  line'));
  expect(lines.join('\n')).toBe(code);
});

test('a fence that fits into a part is not cut', () => {
  const code = `\`\`\`\n${'x\n'.repeat(20)}\`\`\``;
  const parts = splitText(`${'words '.repeat(12)}\n\n${code}`, 100);
  expect(parts).toEqual(['words '.repeat(12).trim(), code]);
});

test('no part ends inside an emoji or a surrogate pair', () => {
  const family = '👨‍👩‍👧‍👦';
  for (const max of [64, 65, 66, 67, 71]) {
    const parts = splitText(family.repeat(40), max);
    expect(parts.join('')).toBe(family.repeat(40));
    for (const part of parts) {
      expect(part.isWellFormed()).toBe(true);
      expect(part.length % family.length).toBe(0);
    }
  }
  const zalgo = `z${'\u0301'.repeat(500)}`;
  expect(splitText(zalgo, 100).join('')).toBe(zalgo);
});

test('random texts keep every letter, keep their order and never exceed the limit', () => {
  let seed = 7;
  const random = (n: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
    return seed % n;
  };
  const bits = [
    'word',
    ' ',
    ' ',
    '\n',
    '\n\n',
    '```\n',
    '\n```\n',
    '```js\n',
    '~~~\n',
    '😀',
    'é',
    '. ',
    'x'.repeat(90),
    '`code`',
    '    ',
    '👩🏽‍🚀',
  ];
  for (let round = 0; round < 400; round++) {
    const text = Array.from({ length: 80 }, () => bits[random(bits.length)]).join('');
    const max = 64 + random(200);
    const parts = splitText(text, max);
    for (const part of parts) {
      expect(part.length).toBeLessThanOrEqual(max);
      expect(part.isWellFormed()).toBe(true);
      expect(part.trim()).not.toBe('');
    }
    const without = (s: string): string => s.replace(/^ {0,3}(`{3}|~{3})[^\n]*$/gm, '').replace(/\s/g, '');
    expect(without(parts.join('\n'))).toBe(without(text));
  }
});

test('100,000 characters without any place to cut are cut', () => {
  expect(bare(splitText('x'.repeat(100_000), 4_000))).toBe('x'.repeat(100_000));
  expect(bare(splitText('```\n'.repeat(25_000), 4_000)).length).toBeGreaterThan(0);
});
