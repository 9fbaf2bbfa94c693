import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { p50, p95 } from './stats.ts';

/** How much the same fixed work differed from one time to the next: p95 over p50. 1.0 is a machine that does nothing else. */
export interface Noise {
  readonly cpuMs: number;
  readonly cpuSpread: number;
  readonly fsyncMs: number;
  readonly fsyncSpread: number;
}

const repeats = 15;
const block = Buffer.alloc(64 * 1024, 7);

/** A fixed loop of hashing, and of 4 KiB writes each followed by fsync, in `dir`. */
export const measureNoise = (dir: string): Noise => {
  const cpu: number[] = [];
  const sync: number[] = [];
  const file = join(dir, 'noise');
  const fd = openSync(file, 'w');
  try {
    for (let i = 0; i < repeats; i++) {
      const began = performance.now();
      for (let n = 0; n < 40; n++) createHash('sha256').update(block).digest();
      const hashed = performance.now();
      for (let n = 0; n < 3; n++) {
        writeSync(fd, block, 0, 4096);
        fsyncSync(fd);
      }
      cpu.push(hashed - began);
      sync.push((performance.now() - hashed) / 3);
    }
  } finally {
    closeSync(fd);
    rmSync(file);
  }
  return { cpuMs: p50(cpu), cpuSpread: p95(cpu) / p50(cpu), fsyncMs: p50(sync), fsyncSpread: p95(sync) / p50(sync) };
};

/** The worse of two, so that a disturbance at either end of a row is seen. */
export const worse = (a: Noise, b: Noise): Noise => ({
  cpuMs: Math.max(a.cpuMs, b.cpuMs),
  cpuSpread: Math.max(a.cpuSpread, b.cpuSpread, a.cpuMs / b.cpuMs, b.cpuMs / a.cpuMs),
  fsyncMs: Math.max(a.fsyncMs, b.fsyncMs),
  fsyncSpread: Math.max(a.fsyncSpread, b.fsyncSpread, a.fsyncMs / b.fsyncMs, b.fsyncMs / a.fsyncMs),
});
