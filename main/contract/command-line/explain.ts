import { type CommandEffect, type CommandExplained, commandEffects } from './effects.ts';
import { isInside, isNowhere, isSocket } from './places.ts';
import {
  changers,
  deleters,
  installers,
  isHarmlessBefore,
  isRiskyVariable,
  networkers,
  permissionChangers,
  readers,
  shells,
  wordsBefore,
  wrappers,
} from './programs.ts';
import { operands, specialPrograms } from './special-programs.ts';
import { parseLine, type SimpleCommand, type Word } from './words.ts';

const deepest = 8;
/** Characters. It is read wherever it is shown; nobody reads a longer one, and reading it would hold others up. */
const longest = 10_000;
const introducing = new Set(['if', 'then', 'elif', 'else', 'do', 'while', 'until', '!', '{']);
const ending = new Set(['fi', 'done', '}']);
const notFollowed = new Set(['case', 'esac', 'select', 'function', 'coproc']);
const runsText = new Set(['eval', 'source', '.', 'trap', 'alias', 'enable']);
const setsVariables = new Set(['export', 'declare', 'typeset', 'local', 'readonly', 'unset', 'read', 'printf', 'set', 'shopt']);
const withVersion = new Set([
  'python',
  'python3',
  'node',
  'perl',
  'ruby',
  'php',
  'go',
  'java',
  'rustc',
  'gcc',
  'make',
  'npm',
  'deno',
  'bun',
]);
const what: Word = { text: '', isDynamic: true, hasGlob: false, isQuoted: true };

interface Noted {
  readonly programs: Set<string>;
  readonly effects: Set<CommandEffect>;
  /** Still in the folder where it began, or below it. */
  isAtHome: boolean;
}

/**
 * What a command line would run and what that may do, as far as reading it tells. It explains; it is no wall. What it does not
 * know, or cannot follow, may do anything. It never throws.
 */
export const explainCommand = (line: string): CommandExplained => {
  if (line.length > longest) return { programs: ['?'], effects: ['unknown'] };
  const noted: Noted = { programs: new Set(), effects: new Set(), isAtHome: true };
  explainLine(line, noted, 0);
  return { programs: [...noted.programs], effects: commandEffects.filter((effect) => noted.effects.has(effect)) };
};

const explainLine = (line: string, noted: Noted, depth: number): void => {
  const { commands, isWhole } = parseLine(line);
  if (!isWhole || depth > deepest) noted.effects.add('unknown');
  for (const command of commands) explainSimple(command, noted, depth);
};

const change = (noted: Noted, files: readonly Word[]): void => {
  for (const file of files) {
    if (isSocket(file)) noted.effects.add('network');
    else if (!isNowhere(file)) noted.effects.add(isInside(file, noted.isAtHome) ? 'write' : 'outside');
  }
};

const explainSimple = ({ words, redirects }: SimpleCommand, noted: Noted, depth: number): void => {
  for (const { op, target } of redirects) {
    if (op.includes('>')) change(noted, [target]);
    // A name that is known only when it runs may be that of a socket.
    else if (op !== '<<<' && (isSocket(target) || target.isDynamic)) noted.effects.add('network');
  }
  let at = 0;
  while (words[at] && !words[at]?.isQuoted && introducing.has(words[at]?.text ?? '')) at++;
  const first = words[at];
  if (!first || (!first.isQuoted && (ending.has(first.text) || first.text === 'for'))) return;
  runProgram(words.slice(at), noted, depth);
};

const assignment = /^([A-Za-z_]\w*)(?:\[[^\]]*\])?\+?=/;

const runProgram = (words: readonly Word[], noted: Noted, depth: number): void => {
  const at = words.findIndex(({ text }) => !assignment.test(text));
  const names = words.slice(0, at === -1 ? undefined : at).map(({ text }) => assignment.exec(text)?.[1] ?? '');
  const program = at === -1 ? undefined : words[at];
  if (names.some((name) => (program ? !isHarmlessBefore(name) : isRiskyVariable(name)))) noted.effects.add('unknown');
  if (program) explainProgram(program, words.slice(at + 1), noted, depth);
};

const explainProgram = (program: Word, args: readonly Word[], noted: Noted, depth: number): void => {
  const note = (...effects: readonly CommandEffect[]): void => {
    for (const effect of effects) noted.effects.add(effect);
  };
  if (program.isDynamic || (program.hasGlob && program.text !== '[' && program.text !== '[[')) {
    noted.programs.add('?');
    return note('unknown');
  }
  const name = program.text.replace(/^\/(?:usr\/(?:local\/)?)?s?bin\//, '');
  noted.programs.add(name);
  if (depth > deepest || (!program.isQuoted && notFollowed.has(name))) return note('unknown');
  if (Object.hasOwn(wrappers, name)) return explainWrapped(name, args, noted, depth);
  if (shells.has(name)) return explainShell(args, noted, depth);
  if (runsText.has(name)) return note('starts', 'unknown');
  if (name === 'cd' || name === 'pushd') noted.isAtHome &&= args[0] !== undefined && isInside(args[0], true);
  if (name === 'popd') noted.isAtHome = false;
  if (setsVariables.has(name)) return explainVariables(name, args, note);
  if (isArithmetic(name, args)) return note('unknown');
  if (installers.has(name) && !isVersion(args)) return note('network', 'starts', 'write', 'unknown');
  if (permissionChangers.has(name)) {
    change(noted, operands(args).slice(1));
    return note('permissions');
  }
  if (deleters.has(name)) {
    if (operands(args).some((file) => !isInside(file, noted.isAtHome))) note('outside');
    return note('delete');
  }
  const special = ofOwn(specialPrograms, name === 'gawk' || name === 'mawk' ? 'awk' : name);
  if (special)
    return special({ args, note, change: (...files) => change(noted, files), run: (inner) => runProgram(inner, noted, depth + 1) });
  if (networkers.has(name)) return note('network');
  const changed = ofOwn(changers, name);
  if (changed) return explainChanger(args, changed, noted);
  if (!readers.has(name) && !(withVersion.has(name) && isVersion(args))) note('unknown');
};

// A program may be called `constructor`.
const ofOwn = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

const isVersion = (args: readonly Word[]): boolean => args.length === 1 && /^(?:--version|-V|--help|version)$/.test(args[0]?.text ?? '');

// Numbers that are known only when it runs are worked out, and that may run commands.
const isArithmetic = (name: string, args: readonly Word[]): boolean =>
  (name === '[[' && args.some(({ text }) => /^-(?:eq|ne|lt|le|gt|ge)$/.test(text)) && args.some(({ isDynamic }) => isDynamic)) ||
  (/^(?:\[\[?|test)$/.test(name) && args.some(({ text }) => text === '-v'));

const explainVariables = (name: string, args: readonly Word[], note: (effect: CommandEffect) => void): void => {
  if (name === 'printf') return args[0]?.text === '-v' || args[0]?.isDynamic ? note('unknown') : undefined;
  if (name === 'set' || name === 'shopt') return;
  const risky = args.some(
    ({ text, isDynamic }) => isRiskyVariable(text.split('=', 1)[0] ?? '') || (isDynamic && !/^\w+=/.test(text)) || text.includes('['),
  );
  if (risky) note('unknown');
};

const explainChanger = (args: readonly Word[], which: 'all' | 'last', noted: Noted): void => {
  // A folder to put things in may also be told by an option.
  const told = args
    .filter(({ text }) => /^-/.test(text) && /[/=]/.test(text))
    .map((word) => ({ ...word, text: word.text.replace(/^-+[\w-]*=?/, '') }));
  const files = operands(args)
    .filter(({ text }) => !/^(?:if|bs|count|skip|seek|conv|status|iflag|oflag)=/.test(text))
    .map((word) => ({ ...word, text: word.text.replace(/^of=/, '') }));
  change(noted, [...told, ...(which === 'all' || told.length > 0 || args.some(({ text }) => text === '-t') ? files : files.slice(-1))]);
};

const explainShell = (args: readonly Word[], noted: Noted, depth: number): void => {
  noted.effects.add('starts');
  const at = args.findIndex(({ text }) => /^-[a-z]*c$/.test(text));
  const line = at === -1 ? undefined : args[at + 1];
  const isPlain = args.slice(0, Math.max(at, 0)).every(({ text }) => /^(?:-[eluxo]+|pipefail)$/.test(text));
  if (!line || line.isDynamic || line.hasGlob || !isPlain) noted.effects.add('unknown');
  else explainLine(line.text, noted, depth + 1);
};

// What comes in by xargs is known only when it runs, also where it is put into a word.
const withInput = (args: readonly Word[], inner: readonly Word[]): Word[] => {
  const at = args.findIndex(({ text }) => /^-[Ii]|^--replace/.test(text));
  const place =
    at === -1 ? '' : args[at]?.text === '-I' ? (args[at + 1]?.text ?? '') : args[at]?.text.replace(/^-[Ii]|^--replace=?/, '') || '{}';
  if (place === '') return [...inner, what];
  return inner.map((word) => (word.text.includes(place) ? { ...word, isDynamic: true } : word));
};

const explainWrapped = (name: string, args: readonly Word[], noted: Noted, depth: number): void => {
  const valued = new Set((wrappers[name] ?? '').split(' '));
  let at = 0;
  let before = wordsBefore[name] ?? 0;
  for (; at < args.length; at++) {
    const { text, isDynamic } = args[at] as Word;
    if (isDynamic || /^(?:-S|--split-string|--unset|-[A-Za-z]*S)/.test(text)) break;
    if (text === '--') continue;
    if (valued.has(text)) at++;
    else if (/^-./.test(text)) {
      if (name === 'command' && /^-[vV]/.test(text)) return;
    } else if (before > 0) before--;
    else break;
  }
  const inner = args.slice(at);
  if (name === 'sudo' || name === 'doas') noted.effects.add('permissions');
  if (inner.length === 0) return;
  noted.effects.add('starts');
  runProgram(name === 'xargs' ? withInput(args, inner) : inner, noted, depth + 1);
};
