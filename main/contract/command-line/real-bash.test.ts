import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRandom, type Random } from '../../../tests/chaos/random.ts';
import { explainCommand } from './explain.ts';

const hasBash = spawnSync('/bin/bash', ['--version']).status === 0;
const programs = ['rm', 'curl', 'ls', 'sh', 'xargs', 'env'];
// No lone `(`: a function that calls itself would not end.
const pieces = [
  ...[
    ...programs,
    ...programs,
    'echo',
    'eval',
    'command',
    'exec',
    'if',
    'then',
    'fi',
    'for x in a;',
    'do',
    'done',
    '!',
    'case',
    'in',
    'esac',
  ],
  ...[
    ' ',
    ' ',
    ' ',
    ' ',
    ' ',
    '\n',
    ';',
    '|',
    '||',
    '&&',
    '&',
    '|&',
    ';;',
    '>',
    '>>',
    '<',
    '2>&1',
    '>|',
    '<>',
    '&>',
    '<<<',
    '<<E\n',
    '<<-E\n',
    "<<'E'\n",
    '\nE\n',
  ],
  ...[
    '"',
    "'",
    '\\',
    '`',
    '$(',
    ')',
    '(rm)',
    '<(curl)',
    '>(rm)',
    '$((1',
    '))',
    '${x',
    '}',
    '{rm,a}',
    '$x',
    '$IFS',
    "$'",
    '$"',
    '#',
    '~',
    '*',
    'r?',
    '[[',
    ']]',
  ],
  ...['x=rm', 'x=', 'PATH=.', '=', 'a', 'out', '-c', '--', "'rm'", 'r"m"', "c'ur'l", 'l\\s', '\\\n', '%', '^', '1', '\t', '\r', 'é'],
];

const soup = (random: Random): string =>
  Array.from({ length: random.between(0, 14) }, () => random.pick(pieces)).join(random.chance(0.5) ? ' ' : '');
/** A line that a shell understands. */
const proper = (random: Random, depth = 0): string => {
  const inner = (): string => proper(random, depth + 1);
  const name = random.pick(programs);
  const simple = random.pick([
    name,
    `${name} a`,
    `'${name}' -c`,
    `${name[0]}\\${name.slice(1)} a`,
    `${name[0]}''"${name.slice(1)}"`,
    `x=1 ${name}`,
  ]);
  if (depth > 3 || random.chance(0.3)) return simple;
  return random.pick([
    () => `${inner()} ${random.pick(['|', ';', '&&', '||', '\n', '|&', '&'])} ${inner()}`,
    () => `echo "a $(${inner()}) b"`,
    () => `echo \`${simple}\``,
    () => `if ${inner()}; then ${inner()}; else ${inner()}; fi`,
    () => `for x in a b; do ${inner()}; done`,
    () => `(${inner()})`,
    () => `{ ${inner()}; }`,
    () => `! ${inner()}`,
    () => `${simple} > out 2>&1`,
    () => `${simple} <(${inner()})`,
    () => `${simple} <<E\ntext\nE\n${inner()}`,
    () => `[[ a == a ]] && ${inner()}`,
    () => `command ${simple}`,
    () => `${simple} # rest\n${inner()}`,
    () => `echo '${name} "' "it's" $(${inner()})`,
    () => `x=$(${inner()}) ${simple}`,
    () => `exec ${name}`,
  ])();
};
// Something in it is lost or comes twice, as somebody would do who wants to be misread.
const bent = (random: Random, line: string): string => {
  const at = random.between(0, line.length);
  const piece = random.pick(pieces);
  return random.chance(0.5) ? line : line.slice(0, at) + (random.chance(0.5) ? piece : '') + line.slice(at + random.between(0, 2));
};
const madeUp = (random: Random): string => (random.chance(0.3) ? soup(random) : bent(random, proper(random)));

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'pynchy-bash-'));
  mkdirSync(join(dir, 'bin'));
  for (const name of programs) writeFileSync(join(dir, 'bin', name), `#!/bin/bash\nprintf '%s\\n' ${name} >> "$RAN"\n`, { mode: 0o755 });
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** What a real bash ran of the programs, in a folder of its own in which nothing else can be found. */
const runBy = (line: string): string[] => {
  const cwd = mkdtempSync(join(dir, 'cwd-'));
  // What goes on in the background of another line writes elsewhere.
  const log = `${cwd}.log`;
  writeFileSync(log, '');
  spawnSync('/bin/bash', ['--norc', '-c', line], {
    cwd,
    env: { PATH: join(dir, 'bin'), RAN: log },
    stdio: 'ignore',
    timeout: 3_000,
    killSignal: 'SIGKILL',
  });
  return readFileSync(log, 'utf8').split('\n').filter(Boolean);
};

const first = Number(process.env.PYNCHY_FIRST_SEED ?? 1);
const lines = Number(process.env.PYNCHY_LINES ?? 400);

it.skipIf(!hasBash)(
  `names every program that a real bash runs, or says that it may be anything (${lines} lines from seed ${first} on)`,
  () => {
    let ran = 0;
    for (let seed = first; seed < first + lines; seed++) {
      const random = createRandom(seed);
      const line = madeUp(random);
      const explained = explainCommand(line);
      if (explained.effects.includes('unknown') || line.includes('\0')) continue;
      const real = runBy(line);
      ran += real.length;
      for (const name of real)
        expect(explained.programs, `repeat with PYNCHY_FIRST_SEED=${seed} PYNCHY_LINES=1: ${JSON.stringify(line)}`).toContain(name);
    }
    // Otherwise the lines say nothing.
    if (lines >= 400) expect(ran).toBeGreaterThan(lines / 4);
  },
);

it(`sees what stands after anything (${lines * 5} lines from seed ${first} on)`, () => {
  for (let seed = first; seed < first + lines * 5; seed++) {
    const random = createRandom(seed);
    const before = madeUp(random);
    const { effects } = explainCommand(`${before} \ncurl a.test`);
    expect(
      effects.includes('network') || effects.includes('unknown'),
      `repeat with PYNCHY_FIRST_SEED=${seed}: ${JSON.stringify(before)}`,
    ).toBe(true);
  }
});
