/** The bytes of one host, from its mark to the next host's mark or the end of the pipe. */
export interface Session extends AsyncIterable<Uint8Array> {
  /** The mark with this host's number, by which it knows what is meant for it. */
  readonly opening: Uint8Array;
  /** Another host has taken the pipe; the rest of this one's last frame may be missing. */
  readonly isReplaced: boolean;
}

/** After the mark each host says a number of its own, in so many characters. */
export const numberChars = 32;

const startSession = (opening: Uint8Array) => {
  const waiting: Uint8Array[] = [];
  let isEnded = false;
  let wake: () => void = () => {};
  const session = {
    opening,
    isReplaced: false,
    push: (bytes: Uint8Array): void => {
      if (bytes.length > 0) waiting.push(bytes);
      wake();
    },
    end: (isReplaced: boolean): void => {
      session.isReplaced = isReplaced;
      isEnded = true;
      wake();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const next = waiting.shift();
        if (next !== undefined) yield next;
        else if (isEnded) return;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
  return session;
};

/**
 * A pipe that outlives its hosts, cut into one session per host. Each host begins with `mark` and a number: what its dead
 * predecessor left half said is dropped there. `heard` is called whenever bytes came. The sessions follow each other without waiting.
 */
export async function* sessionsOf(input: AsyncIterable<Uint8Array>, mark: Uint8Array, heard: () => void): AsyncGenerator<Session> {
  const opened: Session[] = [];
  let wake: () => void = () => {};
  let isOver = false;
  const pump = async (): Promise<void> => {
    let current: ReturnType<typeof startSession> | null = null;
    let held: Buffer = Buffer.alloc(0);
    for await (const chunk of input) {
      heard();
      held = Buffer.concat([held, chunk]);
      for (let at = held.indexOf(mark); at >= 0; at = held.indexOf(mark)) {
        const end = at + mark.length + numberChars;
        if (held.length < end) break;
        current?.push(held.subarray(0, at));
        current?.end(true);
        current = startSession(held.subarray(at, end));
        opened.push(current);
        wake();
        held = held.subarray(end);
      }
      // The beginning of a mark may be at the end of a chunk, or its number may be missing yet.
      const at = held.indexOf(mark);
      const keep = at >= 0 ? held.length - at : beginningOf(mark, held);
      current?.push(held.subarray(0, held.length - keep));
      held = held.subarray(held.length - keep);
    }
    current?.end(false);
  };
  const pumped = pump().finally(() => {
    isOver = true;
    wake();
  });
  for (;;) {
    const next = opened.shift();
    if (next !== undefined) yield next;
    else if (isOver) return await pumped;
    else await new Promise<void>((resolve) => (wake = resolve));
  }
}

/** How many bytes at the end of `held` could be the beginning of the mark. */
const beginningOf = (mark: Uint8Array, held: Buffer): number => {
  for (let length = Math.min(mark.length - 1, held.length); length > 0; length--) {
    if (held.subarray(held.length - length).equals(mark.subarray(0, length))) return length;
  }
  return 0;
};
