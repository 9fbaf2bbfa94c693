import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createTestWorkspace } from './test-workspace.ts';

const textOf = (dir: string, path: string): string => readFileSync(join(dir, path), 'utf8');

test.each([
  ['run echo one; echo two', 'It worked (exit code 0):\n\n```\none\ntwo\n```'],
  ['run exit 3', 'It failed (exit code 3); it printed nothing.'],
  ['List the files in samples', 'samples has 3 entries:\n\n```\ndownloads/\nnotes/\nreceipts/\n```'],
  ["What's in my notes?", 'samples/notes has 5 entries:'],
  [
    'Which csv files are there?',
    '2 files match **/*.csv:\n\n```\nsamples/downloads/export_export_export.csv\nsamples/receipts/receipts.csv\n```',
  ],
  ['Read samples/notes/reading-list.md', 'samples/notes/reading-list.md, 4 lines:\n\n```\n# Reading list'],
  ['open the shopping list', 'samples/notes/shopping.md, 7 lines:\n\n```\n# Shopping'],
  ['Read notes/none.md', 'That did not work. “read” answered: no such file: notes/none.md'],
  ['Find "library" in my files', '2 lines contain “library”:\n\n```\nsamples/notes/reading-list.md:3: The Lighthouse Map'],
  ['Find "zebra" in my files', 'Nothing contains “zebra”.'],
  ['Count the lines in samples/notes/todo.md', 'samples/notes/todo.md has 6 lines.'],
  ['How many files are in samples?', 'samples has 33 files.'],
  ['What are the biggest files?', "| samples/downloads/mum's birthday song.wav | 1644 |"],
  ['What changed today?', 'changed in the last 24 hours'],
  ['How much disk is used?', 'in 33 files.'],
  ['What time is it?', /By the sandbox’s clock it is \w+day \d\d \w+ \d{4}, \d\d:\d\d:\d\d \S+\./],
])('“%s” is answered from what the tool printed', async (sentence, expected) => {
  using w = createTestWorkspace();
  const { final, calls } = await w.tell(sentence);
  expect(calls.length).toBeGreaterThan(0);
  if (typeof expected === 'string') expect(final).toContain(expected);
  else expect(final).toMatch(expected);
});

test('files are written and changed for real', async () => {
  using w = createTestWorkspace();
  expect((await w.tell('Write “hello” to notes/hello.txt')).final).toBe('Done: created notes/hello.txt (6 bytes).');
  expect((await w.tell('Replace hello with good evening in notes/hello.txt')).final).toBe('Done: changed 1 place in notes/hello.txt.');
  expect(textOf(w.dir, 'notes/hello.txt')).toBe('good evening\n');
  expect((await w.tell('Replace x with y in notes/hello.txt')).final).toContain('the text occurs 0 times');
});

test('a note of the same name is kept beside the new one', async () => {
  using w = createTestWorkspace();
  expect((await w.tell('Make a note: call Anna')).final).toBe('Noted: created notes/call-anna.md (10 bytes).');
  expect((await w.tell('Make a note: call Anna')).final).toBe('Noted: created notes/call-anna-2.md (10 bytes).');
});

test('todos are added, shown and ticked in the notes themselves', async () => {
  using w = createTestWorkspace();
  const added = await w.tell("Add a todo: buy $5 of Anna's stamps");
  expect(added.final).toBe("Added to notes/todo.md: “buy $5 of Anna's stamps”. That file has 1 open.");
  const shown = await w.tell('Show my todos');
  expect(shown.final).toContain(
    "9 things to do, 2 done:\n\n1. buy $5 of Anna's stamps (notes/todo.md)\n2. Hang the shelf (samples/notes/flat.md)",
  );
  const ticked = await w.tell('Tick todo 2');
  expect(ticked.final).toBe('Ticked: “Hang the shelf”. The tool says: changed 1 place in samples/notes/flat.md. 8 still open.');
  expect(textOf(w.dir, 'samples/notes/flat.md')).toContain('- [x] Hang the shelf');
  expect((await w.tell('Check off the')).final).toContain('More than one open item fits');
  expect((await w.tell('Tick todo 40')).final).toContain('No open item fits');
});

test('a code block in a file cannot end the block it is shown in', async () => {
  using w = createTestWorkspace();
  writeFileSync(join(w.dir, 'x.md'), '```\nrm -rf\n```\n');
  expect((await w.tell('cat x.md')).final).toContain('````\n```\nrm -rf\n```\n````');
});
