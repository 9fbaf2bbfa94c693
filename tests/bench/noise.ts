import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { p50, p95 } from './stats.ts';

/** How quiet the machine was. The spreads say how much the same fixed work differed: p95 over p50, 1.0 is perfectly still. */
export interface Noise {
  /** Share of the row's time in which some process of the machine waited for a CPU; null where the system does not tell. */
  readonly cpuWait: number | null;
  readonly cpuMs: number;
  readonly cpuSpread: number;
  readonly fsyncMs: number;
  readonly fsyncSpread: number;
}

const repeats = 15;
const block = Buffer.alloc(64 * 1024, 7);

/** Runs `work`; the fixed loop before and after it, and the time that processes waited meanwhile, say what to think of its numbers. */
export const withNoise = async <T>(dir: string, work: () => Promise<T>): Promise<{ result: T; noise: Noise }> => {
  const before = measureLoop(dir);
  const [waited, began] = [waitedMs(), performance.now()];
  const result = await work();
  const [waitedAfter, wallMs] = [waitedMs(), performance.now() - began];
  const cpuWait = waited === null || waitedAfter === null ? null : (waitedAfter - waited) / wallMs;
  return { result, noise: { cpuWait, ...worse(before, measureLoop(dir)) } };
};

type Loop = Omit<Noise, 'cpuWait'>;

const waitedMs = (): number | null => {
  const file = '/proc/pressure/cpu';
  return existsSync(file) ? Number(/^some .*total=(\d+)/m.exec(readFileSync(file, 'utf8'))?.[1]) / 1000 : null;
};

// A fixed amount of hashing, and 4 KiB writes each followed by fsync.
const measureLoop = (dir: string): Loop => {
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

// So that a disturbance at either end is seen.
const worse = (a: Loop, b: Loop): Loop => ({
  cpuMs: Math.max(a.cpuMs, b.cpuMs),
  cpuSpread: Math.max(a.cpuSpread, b.cpuSpread, a.cpuMs / b.cpuMs, b.cpuMs / a.cpuMs),
  fsyncMs: Math.max(a.fsyncMs, b.fsyncMs),
  fsyncSpread: Math.max(a.fsyncSpread, b.fsyncSpread, a.fsyncMs / b.fsyncMs, b.fsyncMs / a.fsyncMs),
});
