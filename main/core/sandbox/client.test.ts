import { describe, expect, it } from 'vitest';
import { encodeFrame } from '#contract/toolbox/frames.ts';
import { connectToolbox } from './client.ts';
import { silentToolbox } from './testing/stand-ins.ts';

const never = new AbortController().signal;
type Open = Parameters<typeof connectToolbox>[0]['open'];
const connect = (open: Open, more: { helloMs?: number; onStuck?: () => void } = {}, signal = never) =>
  connectToolbox({ open, nonce: 'right', helloMs: 2_000, stuckMs: 30, pingMs: 15_000, onStuck: () => {}, ...more }, signal);

describe('connectToolbox', () => {
  it('refuses a toolbox that answers another hello', async () => {
    await expect(connect((input) => silentToolbox(input, 'wrong'))).rejects.toMatchObject({ code: 'gone' });
  });

  it('refuses a toolbox that says nothing in time', async () => {
    const open: Open = async function* (_, signal) {
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    };
    await expect(connect(open, { helloMs: 20 })).rejects.toMatchObject({ code: 'gone', message: 'no hello in time' });
  });

  it('refuses garbage, and an end before the hello', async () => {
    const garbage: Open = async function* () {
      yield Buffer.from('bash: node: command not found\n');
    };
    await expect(connect(garbage)).rejects.toMatchObject({ code: 'gone', message: expect.stringContaining('not a frame') });
    await expect(connect(async function* () {})).rejects.toMatchObject({ code: 'gone' });
  });

  it('stops waiting for a hello when it is told to', async () => {
    const stop = new AbortController();
    const connecting = connect(
      (input) =>
        silentToolbox(
          (async function* () {
            yield* input;
          })(),
          'x',
        ),
      {},
      stop.signal,
    );
    stop.abort();
    await expect(connecting).rejects.toMatchObject({ name: 'ToolboxError' });
  });

  it('gives up on a call that ignores its cancel, calls it unclean and says so once', async () => {
    let stuck = 0;
    const { toolbox, close } = await connect((input) => silentToolbox(input), { onStuck: () => stuck++ });
    const cancel = new AbortController();
    const call = toolbox.exec({ callId: 'c', command: 'x', timeoutMs: 60_000 }, () => {}, cancel.signal);
    cancel.abort();
    expect(await call).toMatchObject({ ended: 'cancelled', clean: false, exitCode: null });
    expect(stuck).toBe(1);
    close();
  });

  it('gives up on a call whose time-out the toolbox does not keep', async () => {
    const { toolbox, close } = await connect((input) => silentToolbox(input));
    expect(await toolbox.exec({ callId: 'c', command: 'x', timeoutMs: 10 }, () => {}, never)).toMatchObject({
      ended: 'timeout',
      clean: false,
    });
    close();
  });

  it('rejects calls in flight, and later ones, when the pipe ends', async () => {
    const cut = Promise.withResolvers<void>();
    const open: Open = async function* (input) {
      yield* silentToolbox(
        (async function* () {
          for await (const bytes of input) {
            yield bytes;
            return;
          }
        })(),
      );
      await cut.promise;
    };
    const { toolbox, ended } = await connect(open);
    const call = toolbox.readFile('x', { maxBytes: 1 }, never);
    cut.resolve();
    await expect(call).rejects.toMatchObject({ code: 'gone' });
    expect(await ended).toBe(null);
    await expect(toolbox.list('.', never)).rejects.toMatchObject({ code: 'gone' });
  });

  it('survives answers to calls it has never made', async () => {
    const open: Open = async function* (input) {
      yield* silentToolbox(
        (async function* () {
          for await (const bytes of input) {
            yield bytes;
            return;
          }
        })(),
      );
      yield encodeFrame({ type: 'result', id: 99, value: {} });
      yield encodeFrame({ type: 'output', id: 99, stream: 'stdout' }, Buffer.from('x'));
    };
    expect(await (await connect(open)).ended).toBe(null);
  });
});
