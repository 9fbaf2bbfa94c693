import { execFile } from 'node:child_process';
import { fail, ok, type Result } from '#plugin-api';

/** Runs a program and gives what it printed; a program that is missing, fails or takes too long is a value. */
export const runToEnd = (program: string, args: readonly string[], timeoutMs: number): Promise<Result<string>> =>
  new Promise((resolve) => {
    execFile(program, args, { timeout: timeoutMs, killSignal: 'SIGKILL', env: { PATH: process.env.PATH } }, (error, stdout, stderr) => {
      if (error === null) resolve(ok(stdout));
      else if (error.code === 'ENOENT') resolve(fail('not-installed', `${program} is not installed`));
      else resolve(fail('refused', stderr.trim() || error.message));
    });
  });
