/** One line of what the engine says while it pulls or builds. */
export interface EngineLine {
  readonly stream?: string;
  readonly status?: string;
  readonly id?: string;
  readonly error?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
}

/** Where a pull or a build stands. */
export interface Progress {
  readonly step: 'pull' | 'build';
  readonly doneBytes: number;
  readonly totalBytes: number;
  readonly text: string;
}

/** Adds up the lines of one pull or build. Layers that are already there count as nothing. */
export const createProgress = (): { line(line: EngineLine): void; now(): Progress } => {
  const layers = new Map<string, { doneBytes: number; totalBytes: number }>();
  let step: Progress['step'] = 'pull';
  let text = '';
  return {
    line: ({ stream, status, id, progressDetail }) => {
      if (stream?.trim()) {
        step = 'build';
        text = stream.trim().split('\n').at(-1) ?? '';
      } else if (status !== undefined) {
        text = id === undefined ? status : `${status} ${id}`;
      }
      if (id === undefined) return;
      step = 'pull';
      const known = layers.get(id);
      if (status === 'Downloading') {
        layers.set(id, { doneBytes: progressDetail?.current ?? 0, totalBytes: progressDetail?.total ?? 0 });
      } else if (known !== undefined && (status === 'Download complete' || status === 'Pull complete')) {
        layers.set(id, { ...known, doneBytes: known.totalBytes });
      }
    },
    now: () => {
      const all = [...layers.values()];
      const sum = (of: (layer: { doneBytes: number; totalBytes: number }) => number): number =>
        all.reduce((bytes, layer) => bytes + of(layer), 0);
      return { step, doneBytes: sum((layer) => layer.doneBytes), totalBytes: sum((layer) => layer.totalBytes), text: text.slice(0, 200) };
    },
  };
};

/** The engine's lines, of which a chunk may hold some and a half. */
export async function* linesOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<EngineLine> {
  const decoder = new TextDecoder();
  let held = '';
  for await (const chunk of source) {
    held += decoder.decode(chunk, { stream: true });
    const lines = held.split('\n');
    held = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') yield JSON.parse(line) as EngineLine;
  }
  if (held.trim() !== '') yield JSON.parse(held) as EngineLine;
}
