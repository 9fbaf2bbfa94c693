/** What stands where a value was. */
const hidden = '•••';
const shortestPlain = 4;
const shortestEncoded = 8;

/** Takes known values out of text, also where it arrives in pieces. */
export interface Hider {
  clean(text: string): string;
  /** For output that comes in pieces: what may be the beginning of a value waits for the next one. */
  stream(): { push(piece: string): string; end(): string };
}

/**
 * Hides each value as it is, and from 8 characters on also as base64, base64url, hex, URL-encoded, JSON-escaped and reversed,
 * wherever lines are broken or blanks stand between. Values of less than 4 characters are not hidden.
 */
export const createHider = (values: readonly string[]): Hider => {
  const needles = [...new Set(values.flatMap(formsOf))].sort((a, b) => b.length - a.length);
  const longest = needles[0]?.length ?? 0;
  const byFirst = Map.groupBy(needles, (needle) => needle[0]);

  /** Where a value may begin whose end is not here yet. */
  const beginningFrom = (tight: string, from: number): number | null => {
    for (let at = Math.max(from, tight.length - longest + 1); at < tight.length; at++) {
      const may = byFirst.get(tight[at]);
      if (may === undefined) continue;
      const rest = tight.slice(at);
      if (may.some((needle) => needle.length > rest.length && needle.startsWith(rest))) return at;
    }
    return null;
  };
  /** `rest` waits for the next piece; there is none when nothing follows. */
  const take = (text: string, isLast: boolean): { out: string; rest: string } => {
    const tight = withoutGaps(text);
    const found = placesOf(tight, needles);
    if (found.length === 0 && (isLast || beginningFrom(tight, 0) === null)) return { out: text, rest: '' };
    const places = placesInText(text, tight.length);
    let hold = isLast ? null : beginningFrom(tight, 0);
    let out = '';
    let done = 0;
    let from = 0;
    for (const { start, end } of found) {
      if (start < done) continue;
      if (hold !== null && hold < done) hold = beginningFrom(tight, done);
      if (hold !== null && hold <= start) break;
      out += text.slice(from, places[start]) + hidden;
      done = end;
      from = (places[end - 1] ?? 0) + 1;
    }
    if (hold !== null && hold < done) hold = beginningFrom(tight, done);
    if (hold === null) return { out: out + text.slice(from), rest: '' };
    return { out: out + text.slice(from, places[hold]), rest: text.slice(places[hold]) };
  };
  return {
    clean: (text) => (needles.length === 0 ? text : take(text, true).out),
    stream() {
      let waiting = '';
      return {
        push(piece) {
          if (needles.length === 0) return piece;
          // Blanks decide nothing: a long row of them is not read again with each piece.
          if (waiting !== '' && piece.trim() === '') {
            waiting += piece;
            return '';
          }
          const { out, rest } = take(waiting + piece, false);
          waiting = rest;
          return out;
        },
        end() {
          const { out } = take(waiting, true);
          waiting = '';
          return out;
        },
      };
    },
  };
};

interface Place {
  readonly start: number;
  readonly end: number;
}
/** In order; of those that begin together the longest comes first. */
const placesOf = (tight: string, needles: readonly string[]): Place[] =>
  needles
    .flatMap((needle) => {
      const places: Place[] = [];
      for (let at = tight.indexOf(needle); at >= 0; at = tight.indexOf(needle, at + 1)) places.push({ start: at, end: at + needle.length });
      return places;
    })
    .sort((a, b) => a.start - b.start || b.end - a.end);

const withoutGaps = (text: string): string => text.replaceAll(/\s+/g, '');
// The signs of /\s/ below 128 by their number: this looks at every sign of a long output.
const isGap = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return code === 32 || (code >= 9 && code <= 13) || (code > 127 && /\s/.test(text[at] ?? ''));
};
/** For each sign that is no gap, where it stands. */
const placesInText = (text: string, count: number): Int32Array => {
  const places = new Int32Array(count);
  for (let at = 0, n = 0; at < text.length; at++) if (!isGap(text, at)) places[n++] = at;
  return places;
};

const formsOf = (value: string): string[] => {
  const plain = [value, JSON.stringify(value).slice(1, -1)];
  const forms = value.length < shortestEncoded ? plain : [...plain, ...encodedForms(value)];
  return forms.map((form) => withoutGaps(form)).filter((form) => form.length >= shortestPlain);
};

const encodedForms = (value: string): string[] => {
  const bytes = Buffer.from(value);
  const hex = bytes.toString('hex');
  const percent = hex.replaceAll(/../g, '%$&');
  const url = encodeURIComponent(value);
  return [
    ...[0, 1, 2].flatMap((shift) => base64Inside(bytes, shift)),
    hex,
    hex.toUpperCase(),
    percent,
    percent.toUpperCase(),
    url,
    url.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    url.replaceAll('%20', '+'),
    [...value].reverse().join(''),
  ];
};

// Base64 of something longer with the value inside: only the characters that the value alone decides.
const base64Inside = (bytes: Uint8Array, shift: number): string[] => {
  const text = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const first = shift === 0 ? 0 : shift + 1;
  const whole = Math.floor(((shift + bytes.length) * 8) / 6);
  const inside = text.slice(first, whole);
  return [inside, inside.replaceAll('+', '-').replaceAll('/', '_')];
};
