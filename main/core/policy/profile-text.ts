import type { Place, ProfileFault } from '#contract/model/profile-fault.ts';
import { reason } from '#contract/model/reason.ts';

export type Path = readonly (string | number)[];
export type Located =
  | { readonly ok: true; readonly value: unknown; readonly placeOf: (path: Path) => Place }
  | { readonly ok: false; readonly fault: ProfileFault };

const depthMost = 20;
const keyOf = (path: Path): string => JSON.stringify(path);

class Fault extends Error {
  readonly at: number;
  readonly code: string;
  readonly params: Record<string, string>;
  constructor(at: number, code: string, params: Record<string, string> = {}) {
    super(code);
    this.at = at;
    this.code = code;
    this.params = params;
  }
}

/** JSON with the place of every value, so that what is wrong with one can be pointed at. A key that stands twice is refused. */
export const readLocated = (text: string): Located => {
  const starts = new Map<string, number>();
  try {
    const reader = { text, at: 0, starts };
    const value = readValue(reader, [], 0);
    skipBlank(reader);
    if (reader.at < text.length) throw new Fault(reader.at, 'profile-not-json');
    return { ok: true, value, placeOf: (path) => placeAt(text, nearest(starts, path)) };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { ok: false, fault: { path: '', ...placeAt(text, error.at), reason: reason(error.code, error.params) } };
  }
};

interface Reader {
  readonly text: string;
  at: number;
  readonly starts: Map<string, number>;
}

// What is missing is missing in what stands around it.
const nearest = (starts: ReadonlyMap<string, number>, path: Path): number => {
  for (let n = path.length; n >= 0; n--) {
    const start = starts.get(keyOf(path.slice(0, n)));
    if (start !== undefined) return start;
  }
  return 0;
};

const placeAt = (text: string, at: number): Place => {
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
};

const skipBlank = (r: Reader): void => {
  while (' \t\r\n'.includes(r.text.charAt(r.at)) && r.at < r.text.length) r.at++;
};
const expect = (r: Reader, sign: string): void => {
  skipBlank(r);
  if (r.text.charAt(r.at) !== sign) throw new Fault(r.at, 'profile-not-json');
  r.at++;
};
const isNext = (r: Reader, sign: string): boolean => {
  skipBlank(r);
  return r.text.charAt(r.at) === sign;
};

const readValue = (r: Reader, path: Path, depth: number): unknown => {
  skipBlank(r);
  r.starts.set(keyOf(path), r.at);
  if (depth > depthMost) throw new Fault(r.at, 'profile-too-deep');
  if (isNext(r, '{')) return readObject(r, path, depth);
  if (isNext(r, '[')) return readList(r, path, depth);
  return readPlain(r, /"(?:[^"\\\n]|\\.)*"|-?\d[\d.eE+-]*|true|false|null/y);
};

const readPlain = (r: Reader, form: RegExp): unknown => {
  form.lastIndex = r.at;
  const [found] = form.exec(r.text) ?? [];
  if (found === undefined) throw new Fault(r.at, 'profile-not-json');
  try {
    const value: unknown = JSON.parse(found);
    r.at += found.length;
    return value;
  } catch {
    throw new Fault(r.at, 'profile-not-json');
  }
};

const readList = (r: Reader, path: Path, depth: number): unknown[] => {
  expect(r, '[');
  const list: unknown[] = [];
  if (!isNext(r, ']'))
    do list.push(readValue(r, [...path, list.length], depth + 1));
    while (isNext(r, ',') && r.at++ >= 0);
  expect(r, ']');
  return list;
};

const readObject = (r: Reader, path: Path, depth: number): Record<string, unknown> => {
  expect(r, '{');
  const entries = new Map<string, unknown>();
  if (!isNext(r, '}'))
    do {
      skipBlank(r);
      const keyAt = r.at;
      const key = String(readPlain(r, /"(?:[^"\\\n]|\\.)*"/y));
      if (entries.has(key)) throw new Fault(keyAt, 'profile-key-twice', { key });
      expect(r, ':');
      entries.set(key, readValue(r, [...path, key], depth + 1));
    } while (isNext(r, ',') && r.at++ >= 0);
  expect(r, '}');
  return Object.fromEntries(entries);
};
