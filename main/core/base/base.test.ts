import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backoffMs } from './backoff.ts';
import { newId, newShortId } from './ids.ts';
import { createKeyedSerial } from './keyed-serial.ts';
import { openLogFile } from './log.ts';
import { readLog } from './log-read.ts';
import { createRedactor } from './redaction.ts';

describe('ids', () => {
  it('sort in the order in which they were made, also when the clock goes back', () => {
    const made = [1000, 1000, 1000, 500, 2000, 1].map((ms) => newId('t', ms));
    expect([...made].sort()).toEqual(made);
    expect(new Set(made).size).toBe(made.length);
  });
  it('have no letters in short ids that are mistaken for digits', () => {
    for (let i = 0; i < 200; i++) expect(newShortId()).toMatch(/^[abcdefghjkmnpqrstuvwxyz23456789]{6}$/);
  });
});

describe('keyed serial', () => {
  it('runs one at a time for a key and keeps going after a failure', async () => {
    const serial = createKeyedSerial();
    const seen: string[] = [];
    const gate = Promise.withResolvers<void>();
    const first = serial('a', async () => {
      await gate.promise;
      seen.push('a1');
      throw new Error('broken');
    });
    const second = serial('a', async () => void seen.push('a2'));
    await serial('b', async () => void seen.push('b1'));
    gate.resolve();
    await expect(first).rejects.toThrow('broken');
    await second;
    expect(seen).toEqual(['b1', 'a1', 'a2']);
  });
});

describe('backoff', () => {
  it('doubles up to its cap, within its jitter', () => {
    expect([0, 1, 2, 10].map((n) => backoffMs(n, { baseMs: 100, capMs: 1000 }, () => 0.5))).toEqual([100, 200, 400, 1000]);
    expect(backoffMs(0, { baseMs: 100, capMs: 1000 }, () => 0)).toBe(80);
  });
});

describe('log', () => {
  it('takes registered secrets and keys of known shapes out of every line', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'pynchy-log-'));
    const redactor = createRedactor();
    redactor.add('canary"with-quote');
    const file = openLogFile(dir, redactor);
    file.scope('test')('info', 'hello', { turnId: 'turn_1', key: 'canary"with-quote', other: 'sk-ant-abcdefghijklmnop' });
    file.close();
    const text = readFileSync(join(dir, 'host.log'), 'utf8');
    expect(text).not.toContain('canary');
    expect(text).not.toContain('abcdefghij');
    expect(await readLog(dir, { containing: 'turn_1', limit: 10 })).toEqual([
      expect.objectContaining({ scope: 'test', text: 'hello', level: 'info' }),
    ]);
  });

  it('hides a secret whole of which another one is the beginning', () => {
    const redactor = createRedactor();
    redactor.add('canary');
    redactor.add('canary-of-the-mine');
    expect(redactor.clean('canary-of-the-mine, canary')).toBe('•••, •••');
  });

  it('rotates, keeps ten files at the most, and reads across them in order', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'pynchy-log-'));
    const file = openLogFile(dir, createRedactor());
    const log = file.scope('test');
    const filler = 'x'.repeat(1_000_000);
    for (let n = 0; n < 125; n++) log('info', 'line', { n, filler });
    file.close();
    expect(readdirSync(dir)).toHaveLength(10);
    const lines = await readLog(dir, { limit: 20 });
    expect(lines.map((l) => l.n)).toEqual(Array.from({ length: 20 }, (_, i) => 105 + i));
  });
});
