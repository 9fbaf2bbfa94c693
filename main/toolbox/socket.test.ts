import { mkdtempSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { builtToolbox } from './testing/built-toolbox.ts';
import { pipeSuite } from './testing/pipe-suite.ts';
import { inPieces, type OverSocket, overSocket, type PlacedOverSocket } from './testing/sockets.ts';
import { failure, never, runIn } from './testing/under-test.ts';

// A process can be given a socket as its stdin everywhere but on Windows.
const skip = process.platform === 'win32' ? 'no sockets as stdin on Windows' : null;
const seed = Number(process.env.PYNCHY_SEED ?? 7);
pipeSuite({ name: `over a socket that passes odd pieces (PYNCHY_SEED=${seed})`, place: () => inPieces(seed), hasProcesses: true, skip });

describe.skipIf(process.platform !== 'linux')('a toolbox over a socket that goes bad', () => {
  let root = '';
  let placed: PlacedOverSocket;
  const place = async (o: OverSocket = {}): Promise<PlacedOverSocket> => {
    placed = await overSocket((await builtToolbox()).dir, root, o);
    return placed;
  };
  const isAlive = (pid: string): Promise<boolean> =>
    readFile(`/proc/${pid}/stat`, 'utf8').then(
      (stat) => !/\) [ZX] /.test(stat),
      () => false,
    );
  /** A command with something in the background; resolves with both numbers when it runs. */
  const busy = async (): Promise<{ pids: string[]; ran: Promise<unknown> }> => {
    let said = '';
    let ran: Promise<unknown> = Promise.resolve();
    await new Promise<void>((resolve) => {
      ran = placed.client.toolbox.exec(
        { callId: 'busy', command: 'setsid sleep 1000 & echo $!; sleep 1000 & echo $!; wait', timeoutMs: 600_000 },
        (_, text) => {
          said += text;
          if (said.trim().split('\n').length === 2) resolve();
        },
        never,
      );
      ran.catch(() => undefined); // looked at when the pipe has gone bad
    });
    return { pids: said.trim().split('\n'), ran };
  };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'pynchy-socket-'));
  });
  afterEach(async () => {
    placed.child.kill('SIGKILL');
    await placed.dispose();
    await rm(root, { recursive: true, force: true });
  });

  it('and is cut: calls in flight end as gone, and nothing that ran there is left', async () => {
    await place();
    const { pids, ran } = await busy();
    placed.relay.cut();
    expect(await failure(ran)).toBe('gone');
    await placed.client.ended;
    await placed.exited;
    expect(await Promise.all(pids.map(isAlive))).toEqual([false, false]);
    expect(await failure(runIn(placed.client.toolbox, 'echo more'))).toBe('gone');
  });

  it('and is half open: the host notices by its pings, the toolbox by their silence', async () => {
    await place({ pingMs: 200, outliveMs: 2_000 });
    const { pids, ran } = await busy();
    placed.relay.freeze();
    expect(await failure(ran)).toBe('gone');
    expect(placed.stuck()).toBe(1);
    await placed.exited;
    expect(await Promise.all(pids.map(isAlive))).toEqual([false, false]);
  });

  it('and is slow: it lives as long as its pings are answered, and loses nothing', async () => {
    await place({ seed, pingMs: 100 });
    const ran = await runIn(placed.client.toolbox, 'seq 1 200000; sleep 1; echo end');
    expect(ran.stdout.length).toBe(1_288_895 + 'end\n'.length);
    expect(placed.stuck()).toBe(0);
  });

  it('and ends in good order: the toolbox takes everything with it', async () => {
    await place();
    const { pids, ran } = await busy();
    placed.client.close();
    await placed.exited;
    expect(await ran).toMatchObject({ ended: 'cancelled', clean: true });
    expect(await Promise.all(pids.map(isAlive))).toEqual([false, false]);
  });
});
