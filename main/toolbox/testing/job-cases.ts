import { expect, it } from 'vitest';
import { failure, never, runIn, type UnderTest } from './under-test.ts';

/** Commands in the background: seen, read and ended; where there are none, that is said. */
export const jobCases = (at: UnderTest): void => {
  it('says whether commands can run in the background', async () => {
    expect(at.toolbox.hello.features.includes('jobs')).toBe(at.hasProcesses);
    if (!at.hasProcesses) expect(await failure(at.toolbox.startJob({ command: 'true' }, never))).toBe('bad-request');
  });
  if (!at.hasProcesses) return;
  const log = (job: string, from: number | null, waitMs = 20_000) => at.toolbox.jobLog(job, { from, maxBytes: 100_000, waitMs }, never);
  const textOf = ({ data }: { data: Uint8Array }): string => Buffer.from(data).toString();
  const ended = async (job: string): Promise<void> => {
    let read = await log(job, 0);
    while (read.state === 'running') read = await log(job, read.next);
  };

  it('keeps a command in the background with its output, from any place on', async () => {
    const job = await at.toolbox.startJob({ command: 'echo one; read line; echo never' }, never);
    await ended(job);
    const loop = await at.toolbox.startJob({ command: 'echo one; echo two >&2; sleep 1000', cwd: '/workspace' }, never);
    let read = await log(loop, 0);
    let text = textOf(read);
    while (!text.includes('two')) {
      read = await log(loop, read.next);
      text += textOf(read);
    }
    expect(read.state).toBe('running');
    expect([text, textOf(await log(loop, 4))]).toEqual(['one\ntwo\n', 'two\n']);
    const listed = await at.toolbox.jobs(never);
    expect(listed.find((one) => one.job === loop)).toMatchObject({ state: 'running', exitCode: null, logBytes: 8 });
    expect((await at.toolbox.processes(never)).filter((one) => one.job === loop).length).toBeGreaterThan(0);
    expect(await at.toolbox.stopJob(loop, never)).toEqual({ clean: true });
    expect((await at.toolbox.processes(never)).filter((one) => one.job === loop)).toEqual([]);
    await ended(loop);
    expect((await at.toolbox.jobs(never)).find((one) => one.job === loop)).toMatchObject({ state: 'ended' });
  });

  it('follows the output: a reader waits for what comes next, and for the end', async () => {
    const job = await at.toolbox.startJob({ command: 'while [ ! -e go ]; do sleep 0.05; done; echo went; exit 7' }, never);
    const next = log(job, 0);
    await runIn(at.toolbox, 'touch go');
    expect(textOf(await next)).toBe('went\n');
    await ended(job);
    expect((await at.toolbox.jobs(never)).find((one) => one.job === job)).toMatchObject({ state: 'ended', exitCode: 7 });
  });

  it('keeps the end of much output, and says from where on', async () => {
    const job = await at.toolbox.startJob({ command: 'seq 1 1000000' }, never);
    await ended(job);
    const all = (await at.toolbox.jobs(never)).find((one) => one.job === job)?.logBytes ?? 0;
    const read = await log(job, 0);
    expect(all).toBe(6_888_896);
    expect(read.from).toBe(all - 1024 * 1024);
    expect(textOf(await at.toolbox.jobLog(job, { from: null, maxBytes: 15, waitMs: 0 }, never))).toBe('999999\n1000000\n');
  });

  it('ends what a command has hidden, and one process by its number', async () => {
    const job = await at.toolbox.startJob({ command: 'setsid sleep 1001 & echo $!; sleep 1002' }, never);
    await log(job, 0);
    expect(await at.toolbox.stopJob(job, never)).toEqual({ clean: true });
    await runIn(at.toolbox, 'sleep 1003 >/dev/null 2>&1 &');
    const left = async () => (await at.toolbox.processes(never)).filter((one) => /sleep 100[1-3]/.test(one.command));
    // A process bears the name of its shell for a moment.
    await expect.poll(async () => (await left()).map(({ command, job: of }) => [command, of])).toEqual([['sleep 1003', null]]);
    await at.toolbox.stopProcess((await left())[0]?.pid ?? 0, never);
    expect(await left()).toEqual([]);
  });

  it('refuses what is not there or not its own, and more than there may be', async () => {
    expect(await failure(at.toolbox.stopJob('p999', never))).toBe('no-process');
    expect(await failure(log('p999', null, 0))).toBe('no-process');
    expect(await failure(at.toolbox.stopProcess(1, never))).toBe('no-process');
    expect(await failure(at.toolbox.startJob({ command: 'true', cwd: '../..' }, never))).toBe('outside-workspace');
    const before = (await at.toolbox.jobs(never)).filter((one) => one.state === 'running').length;
    const jobs = await Promise.all(Array.from({ length: 16 - before }, () => at.toolbox.startJob({ command: 'sleep 1000' }, never)));
    expect(await failure(at.toolbox.startJob({ command: 'true' }, never))).toBe('too-many');
    await Promise.all(jobs.map((job) => at.toolbox.stopJob(job, never)));
  });

  it('lets a reader go who does not want to wait any longer', async () => {
    const job = await at.toolbox.startJob({ command: 'sleep 1000' }, never);
    const leave = new AbortController();
    const reading = at.toolbox
      .jobLog(job, { from: 0, maxBytes: 10, waitMs: 600_000 }, leave.signal)
      .catch((error: { code: string }) => error.code);
    leave.abort();
    await reading;
    await at.toolbox.stopJob(job, never);
    expect(at.placed.stuck()).toBe(0);
  });
};
