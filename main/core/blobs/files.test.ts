import { expect, it } from 'vitest';
import { numberedName, safeFileName } from './file-name.ts';
import { incomingName } from './incoming-name.ts';
import { sniffMime } from './sniff.ts';

it.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\me\\March.pdf', 'March.pdf'],
  ['.bashrc', 'bashrc'],
  ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
  ['a\nb.txt', 'ab.txt'],
  ['..', 'file'],
  ['', 'file'],
  ['Größe 報告.csv', 'Größe 報告.csv'],
  [`${'x'.repeat(300)}.png`, `${'x'.repeat(116)}.png`],
])('makes one plain file name of %j', (given, name) => {
  expect(safeFileName(given)).toBe(name);
});

it('numbers a name before its extension', () => {
  expect([1, 2, 3].map((n) => numberedName('notes.tar.gz', n))).toEqual(['notes.tar.gz', 'notes.tar (2).gz', 'notes.tar (3).gz']);
  expect(numberedName('Makefile', 2)).toBe('Makefile (2)');
});

it.each([
  [[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], 'image/png'],
  [[0xff, 0xd8, 0xff, 0xe0], 'image/jpeg'],
  [[...Buffer.from('RIFF....WEBP')], 'image/webp'],
  [[...Buffer.from('<svg onload="alert(1)">')], 'text/plain'],
  [[...Buffer.from('<!doctype html><script>')], 'text/plain'],
  [[...Buffer.from('häl').subarray(0, 2)], 'text/plain'],
  [[...Buffer.from('OggS')], 'audio/ogg'],
  [[0, 0, 0, 24, ...Buffer.from('ftypisom')], 'video/mp4'],
  [[0, 0, 0, 24, ...Buffer.from('ftypM4A ')], 'audio/mp4'],
  [[0, 0, 0, 24, ...Buffer.from('ftypheic')], 'application/octet-stream'],
  [[...Buffer.from('RIFF....WAVE')], 'audio/wav'],
  [[0xff, 0xfb, 0x90], 'audio/mpeg'],
  [[0, 1, 2], 'application/octet-stream'],
])('tells a file by its bytes: %j', (head, mime) => {
  expect(sniffMime(Uint8Array.from(head))).toBe(mime);
});

it('keeps the name of a file from a messenger, and calls one without a name by its kind and time', () => {
  const sentAt = Date.UTC(2026, 10, 22, 15, 4);
  const named = (kind: 'image' | 'voice' | 'document', name: string, mime: string) =>
    incomingName({ kind, name, mime, sentAt, zone: 'Europe/Berlin' });
  expect(named('image', '', 'image/jpeg')).toBe('photo 2026-11-22 16.04.jpg');
  expect(named('voice', ' ', 'audio/ogg')).toBe('voice message 2026-11-22 16.04.ogg');
  expect(named('document', '', 'application/octet-stream')).toBe('file 2026-11-22 16.04');
  expect(named('document', '../Invoice.pdf', 'application/pdf')).toBe('Invoice.pdf');
});
