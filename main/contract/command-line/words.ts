/** A word of a command line. */
export interface Word {
  readonly text: string;
  /** What it becomes is known only when it runs: variables, substitutions, braces. */
  readonly isDynamic: boolean;
  readonly hasGlob: boolean;
  readonly isQuoted: boolean;
}
export interface Redirect {
  /** `<`, `>`, `>>`, `<>`, `>|`, `&>`, `&>>`, `<&`, `>&`, `<<<` */
  readonly op: string;
  readonly target: Word;
}
export interface SimpleCommand {
  readonly words: readonly Word[];
  readonly redirects: readonly Redirect[];
}
export interface ParsedLine {
  /** Also those inside substitutions, groups and loops, in the order in which they are written. */
  readonly commands: readonly SimpleCommand[];
  /** False: something in it is not understood, so it may be more than these commands. */
  readonly isWhole: boolean;
}

interface Cursor {
  readonly source: string;
  at: number;
}
interface Reader {
  readonly commands: SimpleCommand[];
  isWhole: boolean;
}
interface HereDocument {
  readonly end: string;
  readonly isPlain: boolean;
  readonly stripsTabs: boolean;
}

const deepest = 20;
const ends = new Set([' ', '\t', '\n', ';', '&', '|', '<', '>', '(', ')']);

/** A command line of a POSIX shell or bash in its simple commands. What it does not know it calls not whole; it never throws. */
export const parseLine = (source: string): ParsedLine => {
  const reader: Reader = { commands: [], isWhole: true };
  const cursor = { source, at: 0 };
  readList(reader, cursor, null, 0);
  if (cursor.at < source.length) reader.isWhole = false;
  return reader;
};

const readList = (reader: Reader, c: Cursor, closing: ')' | null, depth: number): void => {
  if (depth > deepest) return giveUp(reader, c);
  let words: Word[] = [];
  let redirects: Redirect[] = [];
  let documents: HereDocument[] = [];
  const endCommand = (): void => {
    if (words.length > 0 || redirects.length > 0) reader.commands.push({ words, redirects });
    words = [];
    redirects = [];
  };
  while (c.at < c.source.length) {
    const sign = c.source[c.at] as string;
    const next = c.source[c.at + 1];
    const inTest = words[0]?.text === '[[' && !words[0].isQuoted && words.at(-1)?.text !== ']]';
    if (sign === '\\' && next === '\n') c.at += 2;
    else if (sign === ' ' || sign === '\t') c.at++;
    else if (sign === '#') c.at = lineEnd(c.source, c.at);
    else if (sign === '\n') {
      c.at++;
      if (inTest) reader.isWhole = false;
      endCommand();
      for (const document of documents) skipDocument(reader, c, document);
      documents = [];
    } else if (inTest && '<>|&()'.includes(sign)) c.at++;
    else if (sign === ')') {
      endCommand();
      if (closing !== ')') return giveUp(reader, c);
      c.at++;
      if (documents.length > 0) reader.isWhole = false;
      return;
    } else if (sign === '(') {
      // A function, an array or arithmetic: what they do is not followed.
      if (words.length > 0 || next === '(') reader.isWhole = false;
      c.at++;
      readList(reader, c, ')', depth + 1);
    } else if ((sign === '&' && next === '>') || ((sign === '<' || sign === '>') && next !== '(')) {
      const op = redirectAt(c);
      const target = readTarget(reader, c, depth);
      if (target === null) reader.isWhole = false;
      else if (op === '<<' || op === '<<-') documents.push({ end: target.text, isPlain: target.isQuoted, stripsTabs: op === '<<-' });
      else redirects.push({ op, target });
    } else if (sign === ';' || sign === '&' || sign === '|') {
      if (sign === ';' && (next === ';' || next === '&')) reader.isWhole = false;
      c.at++;
      endCommand();
    } else {
      const word = readWord(reader, c, depth);
      // `2>` and its like.
      if (!(/^\d+$/.test(word.text) && !word.isQuoted && (c.source[c.at] === '<' || c.source[c.at] === '>'))) words.push(word);
    }
  }
  endCommand();
  if (closing !== null || documents.length > 0) reader.isWhole = false;
};

const giveUp = (reader: Reader, c: Cursor): void => {
  reader.isWhole = false;
  c.at = c.source.length;
};
const lineEnd = (source: string, from: number): number => {
  const at = source.indexOf('\n', from);
  return at === -1 ? source.length : at;
};

const redirectAt = (c: Cursor): string => {
  const [op = ''] = /^(?:&>>|&>|<<<|<<-|<<|<>|<&|>>|>&|>\||<|>)/.exec(c.source.slice(c.at, c.at + 3)) ?? [];
  c.at += op.length;
  return op;
};
const readTarget = (reader: Reader, c: Cursor, depth: number): Word | null => {
  while (c.source[c.at] === ' ' || c.source[c.at] === '\t') c.at++;
  const sign = c.source[c.at];
  if (sign === undefined || (ends.has(sign) && !((sign === '<' || sign === '>') && c.source[c.at + 1] === '('))) return null;
  return readWord(reader, c, depth);
};

const skipDocument = (reader: Reader, c: Cursor, { end, isPlain, stripsTabs }: HereDocument): void => {
  while (c.at < c.source.length) {
    const to = lineEnd(c.source, c.at);
    const line = c.source.slice(c.at, to);
    c.at = Math.min(to + 1, c.source.length);
    if ((stripsTabs ? line.replace(/^\t+/, '') : line) === end) return;
    // Substitutions in it run.
    if (!isPlain && /`|\$[({]/.test(line)) reader.isWhole = false;
  }
  reader.isWhole = false;
};

const readWord = (reader: Reader, c: Cursor, depth: number): Word => {
  const word = { text: '', isDynamic: false, hasGlob: false, isQuoted: false };
  let braces = '';
  while (c.at < c.source.length) {
    const sign = c.source[c.at] as string;
    const next = c.source[c.at + 1];
    if ((sign === '<' || sign === '>') && next === '(') {
      c.at += 2;
      word.isDynamic = true;
      readList(reader, c, ')', depth + 1);
    } else if (ends.has(sign)) break;
    else if (sign === '\\') {
      c.at += 2;
      if (next === undefined) reader.isWhole = false;
      else if (next !== '\n') {
        word.text += next;
        word.isQuoted = true;
      }
    } else if (sign === "'") {
      const close = c.source.indexOf("'", c.at + 1);
      if (close === -1) giveUp(reader, c);
      else {
        word.text += c.source.slice(c.at + 1, close);
        c.at = close + 1;
      }
      word.isQuoted = true;
    } else if (sign === '"') {
      c.at++;
      word.isQuoted = true;
      readDoubleQuoted(reader, c, word, depth);
    } else if (sign === '$' || sign === '`') readExpansion(reader, c, word, depth);
    else {
      if (sign === '*' || sign === '?' || sign === '[') word.hasGlob = true;
      if (sign === '{' || sign === ',' || sign === '}' || sign === '.') braces += sign;
      word.text += sign;
      c.at++;
    }
  }
  const listed = braces.slice(braces.indexOf('{') + 1, Math.max(0, braces.lastIndexOf('}')));
  if (braces.includes('{') && /,|\.\./.test(listed)) word.isDynamic = true;
  return word;
};

const readDoubleQuoted = (reader: Reader, c: Cursor, word: { text: string; isDynamic: boolean }, depth: number): void => {
  while (c.at < c.source.length) {
    const sign = c.source[c.at] as string;
    if (sign === '"') {
      c.at++;
      return;
    }
    if (sign === '\\') {
      const next = c.source[c.at + 1] ?? '';
      word.text += '"\\$`'.includes(next) ? next : next === '\n' ? '' : sign + next;
      c.at += 2;
    } else if (sign === '$' || sign === '`') readExpansion(reader, c, word, depth);
    else {
      word.text += sign;
      c.at++;
    }
  }
  reader.isWhole = false;
};

const readExpansion = (reader: Reader, c: Cursor, word: { text: string; isDynamic: boolean }, depth: number): void => {
  const rest = c.source.slice(c.at, c.at + 3);
  if (rest.startsWith('`')) return readBackticks(reader, c, word, depth);
  if (rest.startsWith('$((')) {
    // Arithmetic: an index in it may run a command.
    const close = c.source.indexOf('))', c.at);
    if (close === -1) return giveUp(reader, c);
    if (/`|\$\(|\[/.test(c.source.slice(c.at + 3, close))) reader.isWhole = false;
    word.isDynamic = true;
    c.at = close + 2;
  } else if (rest.startsWith('$(')) {
    word.isDynamic = true;
    c.at += 2;
    readList(reader, c, ')', depth + 1);
  } else if (rest.startsWith('${')) {
    const close = c.source.indexOf('}', c.at);
    if (close === -1) return giveUp(reader, c);
    if (!/^\$\{[#!]?\w+(?:[-:+%#/^,]+[\w .*/-]*)?$/.test(c.source.slice(c.at, close))) reader.isWhole = false;
    word.isDynamic = true;
    c.at = close + 1;
  } else if (/^\$[\w@*#?$!-]/.test(rest)) {
    word.isDynamic = true;
    c.at++;
    const [name = ''] = /^(?:\w+|.)/.exec(c.source.slice(c.at)) ?? [];
    c.at += name.length;
  } else {
    // `$'…'` and `$"…"` hide letters; a lone dollar is itself.
    if (rest[1] === "'" || rest[1] === '"') word.isDynamic = true;
    else word.text += '$';
    c.at++;
  }
};

const readBackticks = (reader: Reader, c: Cursor, word: { isDynamic: boolean }, depth: number): void => {
  word.isDynamic = true;
  let inside = '';
  for (c.at++; c.at < c.source.length; c.at++) {
    const sign = c.source[c.at] as string;
    if (sign === '`') {
      c.at++;
      const inner = { source: inside, at: 0 };
      readList(reader, inner, null, depth + 1);
      if (inner.at < inside.length) reader.isWhole = false;
      return;
    }
    if (sign === '\\') c.at++;
    inside += c.source[c.at] ?? '';
  }
  reader.isWhole = false;
};
