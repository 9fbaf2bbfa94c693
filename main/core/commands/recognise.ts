import type { Audience } from '#contract/model/states.ts';
import { findTypedSecret } from '#contract/model/typed-secret.ts';

/** What a person can do by text without any model. */
export type Command =
  | { readonly kind: 'shell'; readonly line: string }
  | { readonly kind: 'reset' }
  | { readonly kind: 'undo-reset' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'answer'; readonly decision: 'approve' | 'deny'; readonly id: string }
  /** Without its code, while approvals wait: it answers none, and is told how to. */
  | { readonly kind: 'answer-bare'; readonly decision: 'approve' | 'deny' }
  /** Words for a question, by its code. */
  | { readonly kind: 'answer-text'; readonly id: string; readonly text: string }
  | { readonly kind: 'pending' }
  | { readonly kind: 'status' }
  | { readonly kind: 'help' }
  /** Secrets for commands. The value is not in the text any more; `add` without a name was a failed try. */
  | { readonly kind: 'env'; readonly act: 'add'; readonly name: string | null }
  | { readonly kind: 'env'; readonly act: 'remove'; readonly name: string }
  | { readonly kind: 'env'; readonly act: 'list' }
  | { readonly kind: 'chats' }
  | { readonly kind: 'stop-everything' }
  /** Without `all` it lists what would go on; `but` are numbers of that list. */
  | { readonly kind: 'release'; readonly all: boolean; readonly but: readonly number[] }
  /** What stands behind the word: a chat's name or id, of `open` maybe with " in WORKSPACE". */
  | { readonly kind: 'open' | 'close'; readonly which: string };

/** The shell command and its output are for the model too; everything else is between a person and the harness. */
export const audienceOf = (command: Command): Audience => (command.kind === 'shell' ? 'both' : 'user');

/**
 * Whole messages only: a sentence that merely contains such words is talk. `stop` alone is a command only while something
 * runs, `approve` and `deny` alone only while approvals wait for the person. A trigger like "@pynchy" before it is ignored.
 */
export const recognise = (text: string, running: boolean, asked = false): Command | null => {
  const typed = findTypedSecret(text);
  if (typed?.isCommand) return { kind: 'env', act: 'add', name: typed.given?.name ?? null };
  const said = text.trim().replace(/^@[^\s@]+\s+/u, '');
  const shell = /^!(?!\s*$)([\s\S]+)$/.exec(said);
  if (shell?.[1]) return { kind: 'shell', line: shell[1].trim() };
  const words = said.toLowerCase().replace(/[.!]$/, '').split(/\s+/);
  const plain = words.join(' ');
  if (plain === '/reset' || isReset(words)) return { kind: 'reset' };
  if (plain === '/undo' || plain === 'undo reset' || plain === '/undo reset') return { kind: 'undo-reset' };
  if (plain === '/stop' || (plain === 'stop' && running)) return { kind: 'stop' };
  if (plain === 'stop everything' || plain === '/stop everything') return { kind: 'stop-everything' };
  const release = /^\/?release(?: (all|everything)(?: but (\d{1,4}(?:[ ,]+\d{1,4})*)[ ,]*)?)?$/.exec(plain);
  if (release) return { kind: 'release', all: release[1] !== undefined, but: (release[2]?.match(/\d+/g) ?? []).map(Number) };
  if (plain === 'pending' || plain === '/pending') return { kind: 'pending' };
  if (plain === 'status' || plain === '/status') return { kind: 'status' };
  if (plain === '/help') return { kind: 'help' };
  if (/^\/?env(?: list)?$/.test(plain)) return { kind: 'env', act: 'list' };
  const gone = /^\/?env\s+(?:remove|delete|rm)\s+([A-Za-z_][A-Za-z0-9_]*)$/i.exec(said)?.[1];
  if (gone !== undefined) return { kind: 'env', act: 'remove', name: gone };
  if (plain === '/chats') return { kind: 'chats' };
  const chat = /^\/(open|close)\s+(\S.*)$/i.exec(said);
  if (chat?.[1] && chat[2]) return { kind: chat[1].toLowerCase() === 'open' ? 'open' : 'close', which: chat[2].trim() };
  const reply = /^\/answer ([a-z0-9]{6})\s+(\S[\s\S]*)$/i.exec(said);
  if (reply?.[1] && reply[2]) return { kind: 'answer-text', id: reply[1].toLowerCase(), text: reply[2].trim() };
  const bare = asked ? /^\/?(approve|deny)$/.exec(plain)?.[1] : undefined;
  if (bare !== undefined) return { kind: 'answer-bare', decision: bare as 'approve' | 'deny' };
  const answer = /^\/?(approve|deny) ([a-z0-9]{6})$/.exec(plain);
  if (answer?.[1] && answer[2]) return { kind: 'answer', decision: answer[1] as 'approve' | 'deny', id: answer[2] };
  return null;
};

const verbs = new Set(['reset', 'restart', 'clear', 'new']);
const nouns = new Set(['context', 'session', 'conversation']);
const isReset = (words: readonly string[]): boolean => {
  const [a, b] = words;
  return words.length === 2 && a !== undefined && b !== undefined && ((verbs.has(a) && nouns.has(b)) || (nouns.has(a) && verbs.has(b)));
};
