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

/** What Debian's apt-get says while it fetches, which is most of what a build of ours does. */
const need = /^Need to get ([\d.,]+) ([kMG]?B)(?:\/\S+ \S+)? of archives/;
const got = /^Get:\d+ .* \[([\d.,]+) ([kMG]?B)\]$/;
const units: Readonly<Record<string, number>> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 };
const bytesIn = (found: RegExpExecArray | null): number =>
  found === null ? 0 : Math.round(Number((found[1] ?? '0').replaceAll(',', '')) * (units[found[2] ?? ''] ?? 1));

/** Adds up the lines of one pull or build. Layers that are already there count as nothing. */
export const createProgress = (): { line(line: EngineLine): void; now(): Progress } => {
  const layers = new Map<string, { doneBytes: number; totalBytes: number }>();
  let step: Progress['step'] = 'pull';
  let text = '';
  const packages = { doneBytes: 0, totalBytes: 0 };
  let begun = '';
  /** What a program in the build prints, of which a piece may end anywhere. */
  const printed = (piece: string): void => {
    const lines = `${begun}${piece}`.split('\n');
    begun = lines.pop() ?? '';
    for (const line of lines) {
      packages.doneBytes += bytesIn(got.exec(line));
      if (need.test(line)) packages.totalBytes = packages.doneBytes + bytesIn(need.exec(line));
    }
  };
  return {
    line: ({ stream, status, id, progressDetail }) => {
      if (stream !== undefined) printed(stream);
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
      const all = [...layers.values(), { ...packages, doneBytes: Math.min(packages.doneBytes, packages.totalBytes || packages.doneBytes) }];
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
