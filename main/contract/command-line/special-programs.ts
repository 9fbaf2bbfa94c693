import type { CommandEffect } from './effects.ts';
import type { Word } from './words.ts';

/** What one program was called with; `note` adds an effect, `change` one of a file, `run` explains the program it starts. */
export interface Called {
  readonly args: readonly Word[];
  readonly note: (...effects: readonly CommandEffect[]) => void;
  readonly change: (...files: readonly Word[]) => void;
  readonly run: (words: readonly Word[]) => void;
}

/** What a program is given without being an option. */
export const operands = (args: readonly Word[]): Word[] => {
  const dashes = args.findIndex(({ text }) => text === '--');
  const before = dashes === -1 ? args : args.slice(0, dashes);
  return [...before.filter(({ text }) => !/^-./.test(text)), ...(dashes === -1 ? [] : args.slice(dashes + 1))];
};
const textsOf = (args: readonly Word[]): string[] => args.map(({ text }) => text);
// What is known only when it runs could be an option; a pattern could match a file that is named like one.
const mayBeOption = ({ isDynamic, hasGlob, text }: Word): boolean => isDynamic || (hasGlob && /^[*?[]/.test(text));
const givenTo = (args: readonly Word[], short: RegExp, long: RegExp): Word[] =>
  args.flatMap((word, i) => {
    if (long.test(word.text) && word.text.includes('=')) return [{ ...word, text: word.text.slice(word.text.indexOf('=') + 1) }];
    if (long.test(word.text)) return args[i + 1] ?? [];
    const glued = short.exec(word.text);
    if (!glued) return [];
    const rest = word.text.slice(glued[0].length);
    return rest === '' ? (args[i + 1] ?? []) : [{ ...word, text: rest }];
  });

const unknownIf = (isSo: boolean, { note }: Called): void => {
  if (isSo) note('unknown');
};

/** Scripts of sed that only print, delete lines of what they print, or replace. */
const isPlainSed = (script: string): boolean =>
  script
    .split(/[;\n]/)
    .every((part) =>
      /^\s*(?:[\d$,]*|\/(?:[^/\\\n]|\\[^\n])*\/)\s*(?:[pdqD=]|s([/|#,])(?:(?!\1)[^\\\n]|\\[^\n])*\1(?:(?!\1)[^\\\n]|\\[^\n])*\1[gpiI\d]*)?\s*$/.test(
        part,
      ),
    );

const mostActions = 20;
const git = {
  looks: /^(?:status|log|diff|show|branch|rev-parse|blame|ls-files|describe|shortlog|grep|)$/,
  keeps: /^(?:add|commit|init|tag|mv|merge|apply|cherry-pick|revert|switch|notes)$/,
  gone: /^(?:clean|reset|rm|checkout|restore|stash|gc|prune|worktree)$/,
  far: /^(?:clone|fetch|pull|push|ls-remote|submodule|remote)$/,
};

/** Programs that have to be looked at more closely. */
export const specialPrograms: Readonly<Record<string, (called: Called) => void>> = {
  awk: (c) => {
    const [script] = operands(c.args);
    const isOdd = c.args.some(({ text }) => /^-[^Fv]/.test(text)) || c.args.some(({ isDynamic }) => isDynamic);
    unknownIf(isOdd || script === undefined || /system|getline|[|>@]|close|fflush/.test(script.text.replaceAll(/\|\||>=/g, ' ')), c);
  },
  sed: (c) => {
    const scripts = givenTo(c.args, /^-[nErsuz]*e/, /^--expression/);
    const [first, ...files] = operands(c.args);
    const told = scripts.length > 0 ? scripts : first === undefined ? [] : [first];
    const isOdd = c.args.some(
      ({ text }) =>
        /^-/.test(text) && !/^(?:-[nErsuz]*(?:e|i.*)?|--(?:quiet|silent|regexp-extended|in-place.*|expression.*|null-data))$/.test(text),
    );
    unknownIf(
      isOdd || told.length === 0 || told.some((script) => script.isDynamic || !isPlainSed(script.text)) || files.some(mayBeOption),
      c,
    );
    if (c.args.some(({ text }) => /^-[nErsuz]*i|^--in-place/.test(text))) c.change(...(scripts.length > 0 ? operands(c.args) : files));
  },
  find: (c) => {
    const actions = c.args.findIndex(({ text }) => /^[-(!]/.test(text));
    const roots = actions === -1 ? c.args : c.args.slice(0, actions);
    if (c.args.filter(({ text }) => /^-(?:exec|ok)/.test(text)).length > mostActions) return c.note('unknown');
    c.args.forEach(({ text, isDynamic }, i) => {
      if (isDynamic && i >= roots.length && !/^-/.test(c.args[i - 1]?.text ?? '')) c.note('unknown');
      if (text === '-delete') {
        c.note('delete');
        c.change(...(roots.length > 0 ? roots : [here]));
      }
      if (/^-f(?:print0?|printf|ls)$/.test(text)) c.change(c.args[i + 1] ?? here);
      if (!/^-(?:exec|ok)(?:dir)?$/.test(text)) return;
      const end = c.args.findIndex(({ text: word }, at) => at > i && (word === ';' || word === '+'));
      c.note('starts');
      unknownIf(end === -1, c);
      c.run(
        c.args.slice(i + 1, end === -1 ? undefined : end).map((word) => (word.text.includes('{}') ? { ...word, isDynamic: true } : word)),
      );
    });
  },
  sort: (c) => {
    const texts = textsOf(c.args);
    unknownIf(
      texts.some((text) => /^--(?:comp|files0)/.test(text)) || c.args.some((word) => mayBeOption(word) && !texts.includes('--')),
      c,
    );
    c.change(...givenTo(c.args, /^-[a-zA-Z]*o/, /^--o/));
  },
  uniq: (c) => c.change(...operands(c.args).slice(1)),
  rg: (c) =>
    unknownIf(
      c.args.some((word) => /^--(?:pre|hostname-bin|search-zip)|^-z/.test(word.text) || mayBeOption(word)),
      c,
    ),
  tar: (c) => {
    const [mode = here] = c.args;
    const letters = mode.text.replace(/^-/, '');
    const isOdd = c.args.some(
      (word) =>
        /^--(?!directory|file|exclude|strip|gzip|xz|zstd|verbose|list|extract|create)|^-[^-]*[IFM]/.test(word.text) || mayBeOption(word),
    );
    unknownIf(isOdd || mode.text.startsWith('--'), c);
    const archive = letters.includes('f') ? c.args[1] : undefined;
    if (archive?.text.includes(':')) c.note('network');
    const into = givenTo(c.args.slice(1), /^-C/, /^--directory/);
    if (/[xcruA]/.test(letters)) c.note('write');
    if (/[cruA]/.test(letters) && archive) c.change(archive);
    c.change(...into);
  },
  git: (c) => {
    const at = c.args.findIndex(({ text }) => !text.startsWith('-'));
    const before = c.args.slice(0, at === -1 ? undefined : at);
    const sub = c.args[at]?.text ?? '';
    unknownIf(
      before.some(({ text }) => !/^--(?:no-pager|version|bare|literal-pathspecs)$/.test(text)) || c.args.some(({ isDynamic }) => isDynamic),
      c,
    );
    unknownIf(
      c.args.some(({ text }) => /^--(?:exec|upload-pack|receive-pack|ext-diff|textconv|open-files-in-pager|output)|^-O/.test(text)),
      c,
    );
    // Hooks, filters and settings of a repository run programs.
    c.note('starts');
    if (git.far.test(sub)) c.note('network');
    if (git.gone.test(sub)) c.note('delete');
    if (git.looks.test(sub)) return;
    c.note('write');
    // Anything else may be an alias for any program.
    unknownIf(!git.far.test(sub) && !git.gone.test(sub) && !git.keeps.test(sub), c);
  },
  date: (c) => c.args.some(({ text }) => /^-[^-]*s|^--set/.test(text)) && c.note('permissions'),
  tree: (c) => c.change(...givenTo(c.args, /^-[a-zA-Z]*o/, /^--output/)),
  shuf: (c) => c.change(...givenTo(c.args, /^-[a-zA-Z]*o/, /^--output/)),
  xxd: (c) => c.change(...operands(c.args).slice(1)),
  curl: (c) => {
    c.change(...givenTo(c.args, /^-[a-zA-Z]*o/, /^--output/));
    if (c.args.some(({ text }) => /^-[a-zA-Z]*[OJ]|^--remote-name/.test(text))) c.note('write');
    c.note('network');
  },
  wget: (c) => {
    c.change(...givenTo(c.args, /^-[a-zA-Z]*O/, /^--output-document/));
    c.note('network', 'write');
  },
  zip: (c) => {
    unknownIf(
      c.args.some((word) => /^-[a-zA-Z]*T|^--unzip/.test(word.text) || mayBeOption(word)),
      c,
    );
    c.change(...operands(c.args).slice(0, 1));
  },
  rsync: (c) => {
    if (c.args.some(({ text }) => /^-[a-zA-Z]*e|^--rsh|^--rsync-path/.test(text))) c.note('starts', 'unknown');
    if (c.args.some(({ text }) => /^--(?:delete|remove)/.test(text))) c.note('delete');
    c.change(...operands(c.args).slice(-1));
    c.note('network');
  },
  ssh: (c) => c.note('network', 'starts'),
};
const here: Word = { text: '.', isDynamic: false, hasGlob: false, isQuoted: false };
