import { writeFileSync } from 'node:fs';

const ignore = (): void => undefined;

/**
 * The memory of this process, with the keys in it, is in no file: no crash reports, no heap snapshot and no debugger by a signal, and
 * on Linux core dumps (of what it starts, too) have no memory in them. Called before anything secret is read; never throws.
 */
export const forbidMemoryDumps = (): void => {
  const report: typeof process.report | undefined = process.report;
  if (report)
    Object.assign(report, { reportOnFatalError: false, reportOnSignal: false, reportOnUncaughtException: false, excludeEnv: true });
  const options = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' ');
  for (const [, signal = ''] of options.matchAll(/--heapsnapshot-signal[= ](SIG\w+)/g)) {
    process.removeAllListeners(signal as NodeJS.Signals);
    // Asked for it, the process must not end of it either.
    process.on(signal as NodeJS.Signals, ignore);
  }
  // Node opens its debugger at this one, unless somebody listens.
  process.on('SIGUSR1', ignore);
  try {
    // Unlike the limit on their size, this holds for what a system hands to a program of its own, too.
    writeFileSync('/proc/self/coredump_filter', '0');
  } catch {
    // Another system: docs/security.md says what is left there.
  }
};
