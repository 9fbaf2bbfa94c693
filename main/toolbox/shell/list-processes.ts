import { readdir, readFile } from 'node:fs/promises';
import type { RunningProcess } from '../../contract/toolbox/toolbox.ts';

const most = 200;
const ticksPerSecond = 100;
const pageBytes = 4096;

/** What has `mark` (a NAME=value) in its environment: everything that calls started. `jobOf` reads whose it is. Empty where there is no /proc. */
export const listProcesses = async (mark: string, jobOf: (environment: string) => string | null): Promise<RunningProcess[]> => {
  const found: RunningProcess[] = [];
  const upSeconds = Number((await readOrEmpty('/proc/uptime')).split(' ')[0]);
  for (const entry of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(entry) || Number(entry) === process.pid || found.length >= most) continue;
    const environment = `\0${await readOrEmpty(`/proc/${entry}/environ`)}`;
    if (!environment.includes(`\0${mark}\0`)) continue;
    const stat = await readOrEmpty(`/proc/${entry}/stat`);
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === undefined || fields[0] === '' || fields[0] === 'Z') continue;
    const command = (await readOrEmpty(`/proc/${entry}/cmdline`)).replaceAll('\0', ' ').trim();
    found.push({
      pid: Number(entry),
      command: command.slice(0, 300),
      seconds: Math.max(0, Math.round(upSeconds - Number(fields[19]) / ticksPerSecond)),
      memBytes: Number(fields[21]) * pageBytes,
      job: jobOf(environment),
    });
  }
  return found;
};

const readOrEmpty = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');
