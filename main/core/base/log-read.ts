import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The newest `limit` log lines, oldest first; with `containing`, only lines in which that text stands. */
export const readLog = async (dir: string, o: { containing?: string; limit: number }): Promise<Record<string, unknown>[]> => {
  const kept: Record<string, unknown>[] = [];
  for (let n = 9; n >= 0; n--) {
    const file = join(dir, n === 0 ? 'host.log' : `host.${n}.log`);
    if (!existsSync(file)) continue;
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
      if (o.containing && !line.includes(o.containing)) continue;
      const parsed = parse(line);
      if (parsed) kept.push(parsed);
      if (kept.length > o.limit) kept.shift();
    }
  }
  return kept;
};

// The last line of a killed process may be cut.
const parse = (line: string): Record<string, unknown> | null => {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return null;
  }
};
