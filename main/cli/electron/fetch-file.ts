import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { messageOf } from '#contract/errors.ts';

export type FetchOutcome =
  | { readonly ok: true }
  /** `why` is half a sentence for a person. */
  | { readonly ok: false; readonly kind: 'silent' | 'unreachable' | 'refused' | 'checksum' | 'cancelled'; readonly why: string };

export interface FetchOptions {
  readonly url: string;
  readonly sha256: string;
  readonly to: string;
  /** It is given up after this long without a byte; there is no limit over all. */
  readonly silentMs: number;
  readonly onProgress: (done: number, total: number | null) => void;
  readonly signal: AbortSignal;
}

/**
 * Fetches a file and checks it. What came so far is kept as `<to>.part` and continued the next time, so that a slow line gets
 * there in the end; only bytes that hash wrongly are thrown away. Never rejects.
 */
export const fetchFile = async (o: FetchOptions): Promise<FetchOutcome> => {
  const part = `${o.to}.part`;
  const fetched = await fetchRest(part, o);
  if (!fetched.ok) return fetched;
  if ((await hashOf(part)) !== o.sha256) {
    rmSync(part, { force: true });
    return { ok: false, kind: 'checksum', why: 'what came is not what was expected: its checksum is wrong' };
  }
  renameSync(part, o.to);
  return { ok: true };
};

const fetchRest = async (part: string, o: FetchOptions): Promise<FetchOutcome> => {
  const silence = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const heard = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), o.silentMs);
  };
  heard();
  try {
    const have = existsSync(part) ? statSync(part).size : 0;
    const response = await fetch(o.url, {
      headers: have > 0 ? { range: `bytes=${have}-` } : {},
      signal: AbortSignal.any([o.signal, silence.signal]),
    });
    // All of it is here already.
    if (response.status === 416) return { ok: true };
    if (!response.ok || !response.body) return { ok: false, kind: 'refused', why: `${hostOf(o.url)} answered ${response.status}` };
    const isRest = response.status === 206 && response.headers.get('content-range')?.startsWith(`bytes ${have}-`) === true;
    if (have > 0 && !isRest) truncateSync(part, 0);
    const from = isRest ? have : 0;
    const length = Number(response.headers.get('content-length') ?? Number.NaN);
    const total = Number.isFinite(length) ? from + length : null;
    const done = await write(part, response.body, from, (at) => {
      heard();
      o.onProgress(at, total);
    });
    return total === null || done >= total ? { ok: true } : cut(o.url);
  } catch (error) {
    if (o.signal.aborted) return { ok: false, kind: 'cancelled', why: 'it was stopped' };
    if (silence.signal.aborted)
      return { ok: false, kind: 'silent', why: `nothing came from ${hostOf(o.url)} for ${Math.round(o.silentMs / 1000)} seconds` };
    return unreachable(o.url, error);
  } finally {
    clearTimeout(timer);
  }
};

const write = async (part: string, body: AsyncIterable<Uint8Array>, from: number, onBytes: (at: number) => void): Promise<number> => {
  const fd = openSync(part, 'a', 0o600);
  let at = from;
  try {
    for await (const chunk of body) {
      for (let n = 0; n < chunk.length; ) n += writeSync(fd, chunk, n);
      at += chunk.length;
      onBytes(at);
    }
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  return at;
};

const cut = (url: string): FetchOutcome => ({ ok: false, kind: 'unreachable', why: `the connection to ${hostOf(url)} was cut` });
const unreachable = (url: string, error: unknown): FetchOutcome => {
  const code = (error as { cause?: { code?: string } }).cause?.code;
  const host = hostOf(url);
  const why =
    code === 'ENOTFOUND' || code === 'EAI_AGAIN'
      ? `the name ${host} could not be found`
      : code === 'UND_ERR_SOCKET' || code === 'ECONNRESET'
        ? `the connection to ${host} was cut`
        : code !== undefined
          ? `no route to ${host}`
          : `${host}: ${messageOf(error)}`;
  return { ok: false, kind: 'unreachable', why };
};
const hostOf = (url: string): string => URL.parse(url)?.hostname ?? url;

const hashOf = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
};
