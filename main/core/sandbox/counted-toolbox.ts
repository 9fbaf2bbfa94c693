import type { Toolbox } from '#contract/toolbox/toolbox.ts';

export interface CallWatch {
  /** Keeps what ends a call at once, whatever the toolbox does, until the returned function is called. */
  readonly cuttable: (cut: (error: unknown) => void) => () => void;
  /** Before every call; the returned function is called when it has ended, however. */
  readonly began: () => () => void;
  /** Processes of a call survived; resolves when nothing of the sandbox lives any more. */
  readonly unclean: () => Promise<void>;
}

/** The same toolbox, with its calls counted. An exec that left processes behind returns after they are gone with their sandbox. */
export const countCalls = (toolbox: Toolbox, watch: CallWatch): Toolbox => {
  const counted = async <T>(call: () => Promise<T>): Promise<T> => {
    const ended = watch.began();
    const { promise: isCut, reject } = Promise.withResolvers<never>();
    const uncut = watch.cuttable(reject);
    try {
      return await Promise.race([call(), isCut]);
    } finally {
      uncut();
      ended();
    }
  };
  return {
    hello: toolbox.hello,
    exec: (request, onOutput, signal) =>
      counted(async () => {
        const result = await toolbox.exec(request, onOutput, signal);
        if (!result.clean) await watch.unclean();
        return result;
      }),
    readFile: (path, options, signal) => counted(() => toolbox.readFile(path, options, signal)),
    writeFile: (path, data, options, signal) => counted(() => toolbox.writeFile(path, data, options, signal)),
    glob: (pattern, options, signal) => counted(() => toolbox.glob(pattern, options, signal)),
    grep: (pattern, options, signal) => counted(() => toolbox.grep(pattern, options, signal)),
    list: (path, signal) => counted(() => toolbox.list(path, signal)),
    remove: (path, signal) => counted(() => toolbox.remove(path, signal)),
    move: (path, to, signal) => counted(() => toolbox.move(path, to, signal)),
    makeFolder: (path, signal) => counted(() => toolbox.makeFolder(path, signal)),
    // Looking at it is no use of it: an open panel keeps nothing warm.
    processes: (signal) => toolbox.processes(signal),
    jobs: (signal) => toolbox.jobs(signal),
    jobLog: (job, options, signal) => toolbox.jobLog(job, options, signal),
    startJob: (request, signal) => counted(() => toolbox.startJob(request, signal)),
    stopJob: (job, signal) =>
      counted(async () => {
        const stopped = await toolbox.stopJob(job, signal);
        if (!stopped.clean) await watch.unclean();
        return stopped;
      }),
    stopProcess: (pid, signal) => counted(() => toolbox.stopProcess(pid, signal)),
  };
};
