import { expect, it } from 'vitest';
import { failure, never, runIn, type UnderTest } from './under-test.ts';

/** What only real processes do. */
export const processCases = (at: UnderTest): void => {
  it('says that a command is too long for the system', async () => {
    expect(await failure(runIn(at.toolbox, `true ${'x'.repeat(500_000)}`))).toBe('too-large');
  });

  it('leaves no process of a cancelled call, whatever it did to hide', async () => {
    const cancel = new AbortController();
    const callId = `hide-${process.pid}`;
    const command = 'sleep 1000 & (setsid sleep 1000 &); setsid sh -c "trap : TERM; sleep 1000; sleep 1000" & echo ready; sleep 1000';
    const request = { callId, command, timeoutMs: 60_000 };
    const ran = await at.toolbox.exec(request, (_, text) => void (text.includes('ready') && cancel.abort()), cancel.signal);
    expect(ran).toMatchObject({ ended: 'cancelled', clean: true });
    const left = await runIn(at.toolbox, `grep -l "PYNCHY_CALL=${callId}" /proc/[0-9]*/environ 2>/dev/null; true`);
    expect(left.stdout).toBe('');
  });

  it('returns when the command has ended, though a background process holds its output', async () => {
    const ran = await runIn(at.toolbox, 'sleep 5 & echo done');
    expect(ran).toMatchObject({ stdout: 'done\n', exitCode: 0, clean: true });
    expect(ran.ms).toBeLessThan(3_000);
  });

  it('drops what is beyond 50 MB and counts it', async () => {
    const limit = 50 * 1024 * 1024;
    let got = 0;
    const request = { callId: 'much', command: `head -c ${limit + 12_345} /dev/zero`, timeoutMs: 30_000 };
    const ran = await at.toolbox.exec(
      request,
      (_, text) => {
        got += text.length;
      },
      never,
    );
    expect({ got, dropped: ran.droppedBytes, exitCode: ran.exitCode }).toEqual({ got: limit, dropped: 12_345, exitCode: 0 });
  });

  it('names the signal that ended a command', async () => {
    expect(await runIn(at.toolbox, 'kill -SEGV $$')).toMatchObject({ exitCode: null, ended: 'signal', signal: 'SIGSEGV' });
  });
};
