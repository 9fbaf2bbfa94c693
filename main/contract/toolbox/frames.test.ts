import { describe, expect, it } from 'vitest';
import { encodeFrame, type Frame, readFrames } from './frames.ts';

const read = async (pieces: readonly Uint8Array[]): Promise<Frame[]> => {
  const frames: Frame[] = [];
  for await (const frame of readFrames(
    (async function* () {
      yield* pieces;
    })(),
  ))
    frames.push(frame);
  return frames;
};

describe('frames', () => {
  const first = encodeFrame({ type: 'a', text: 'grün 🙂' }, Uint8Array.of(0, 255, 10));
  const second = encodeFrame({ type: 'b' });
  const whole = Buffer.concat([first, second]);

  it('come out the same, wherever the pipe was cut', async () => {
    for (let size = 1; size <= whole.length; size++) {
      const pieces = Array.from({ length: Math.ceil(whole.length / size) }, (_, index) => whole.subarray(index * size, (index + 1) * size));
      const frames = await read(pieces);
      expect(frames.map((frame) => [frame.head, [...frame.body]])).toEqual([
        [{ type: 'a', text: 'grün 🙂' }, [0, 255, 10]],
        [{ type: 'b' }, []],
      ]);
    }
  });

  it('say that the pipe ended inside one', async () => {
    await expect(read([whole.subarray(0, whole.length - 1)])).rejects.toThrow('ended inside a frame');
  });

  it('are refused when they are text or announce more than any frame has', async () => {
    await expect(read([Buffer.from('Segmentation fault')])).rejects.toThrow('not a frame');
    await expect(read([Buffer.from([0, 0, 0, 2, 255, 0, 0, 0])])).rejects.toThrow('not a frame');
    expect(() => encodeFrame({}, new Uint8Array(2 * 1024 * 1024))).toThrow(RangeError);
  });
});
