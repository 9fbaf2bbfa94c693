import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createTestWorkspace } from './test-workspace.ts';

const csvOf = (dir: string): string => join(dir, 'samples/receipts/receipts.csv');

test('the receipt files and the table say the same', () => {
  using w = createTestWorkspace();
  const rows = readFileSync(csvOf(w.dir), 'utf8').trim().split('\n').slice(1);
  const receipts = readdirSync(join(w.dir, 'samples/receipts'))
    .filter((name) => name.endsWith('.txt'))
    .sort();
  expect(receipts).toHaveLength(12);
  const fromFiles = receipts.map((name) => {
    const text = readFileSync(join(w.dir, 'samples/receipts', name), 'utf8');
    const items = [...text.matchAll(/^(?!TOTAL).+? +(\d+\.\d\d)$/gm)].map((m) => Number(m[1]));
    const total = /^TOTAL EUR +(\S+)$/m.exec(text)?.[1];
    expect(items.reduce((a, b) => a + b, 0).toFixed(2)).toBe(total);
    return `${/^Date +(\S+)$/m.exec(text)?.[1]}|${/^Category +(.+)$/m.exec(text)?.[1]}|${total}`;
  });
  expect(fromFiles).toEqual(rows.map((row) => row.split(',')).map(([date, , category, amount]) => `${date}|${category}|${amount}`));
});

test('the sum of a month is added up by one real command', async () => {
  using w = createTestWorkspace();
  const { calls, final } = await w.tell('What did I spend in March?');
  expect(calls.map((c) => c.tool)).toEqual(['run']);
  expect(calls[0]?.answer.text).toMatch(/^exit code 0\n/);
  expect(final).toContain('You spent **193.14 EUR** in March 2026, on 5 receipts.');
  expect(final).toContain('- groceries: 81.85');
});

test('editing the table changes the answer', async () => {
  using w = createTestWorkspace();
  appendFileSync(csvOf(w.dir), '2026-03-30,Corner Market,groceries,100.00\n');
  expect((await w.tell('What did I spend in March?')).final).toContain('**293.14 EUR** in March 2026, on 6 receipts');
});

test('a table saved by a spreadsheet on Windows is read, and lines without an amount are counted out loud', async () => {
  using w = createTestWorkspace();
  writeFileSync(
    csvOf(w.dir),
    'date,shop,category,amount\r\n2026-03-01,A,food,1.50\r\n2026-03-02,A,food,n/a\r\n\r\n2025-03-02,A,food,9.00\r\n',
  );
  const { final } = await w.tell('What did I spend in March?');
  expect(final).toContain('**1.50 EUR** in March 2026, on 1 receipt. (1 line of');
  expect((await w.tell('What did I spend in March 2025?')).final).toContain('**9.00 EUR** in March 2025');
});

test.each([
  ['What did I spend on groceries?', '**171.30 EUR** on groceries from 2026-02-03 to 2026-04-04, on 4 receipts'],
  ['What did I spend on groceries in March?', '**81.85 EUR** on groceries in March 2026, on 2 receipts'],
  ['What did I spend at City Bus in April?', '**29.00 EUR** at City Bus in April 2026, on 1 receipt'],
  ['What did I spend at Bean & Leaf?', '**14.20 EUR** at Bean & Leaf from'],
  ['What did I spend in total?', '**460.84 EUR** from 2026-02-03 to 2026-04-22, on 12 receipts'],
  ['What was my biggest receipt?', '**89.95 EUR** at Sole Mates (clothes) on 2026-04-22, out of 12 receipts'],
  ['What was my biggest receipt in March?', '**64.99 EUR** at Tool Shed (household) on 2026-03-28'],
  ['Show my spending by month', '| March 2026 | 193.14 |'],
  ['Show my spending by shop', '| Corner Market | 143.65 |'],
])('“%s” is answered from the table', async (sentence, expected) => {
  using w = createTestWorkspace();
  expect((await w.tell(sentence)).final).toContain(expected);
});

test('a topic or month without receipts is said to have none', async () => {
  using w = createTestWorkspace();
  expect((await w.tell('What did I spend on jewellery?')).final).toContain(
    'has no receipt for “jewellery”. Its categories are: books, clothes, coffee',
  );
  expect((await w.tell('What did I spend in December?')).final).toContain('has no receipt in that month');
});

test('a missing table is a failure with the shell’s own words', async () => {
  using w = createTestWorkspace();
  await w.tell('run rm samples/receipts/receipts.csv');
  const { final } = await w.tell('What did I spend in March?');
  expect(final).toMatch(/^That did not work: the command ended with exit code [12]\./);
  expect(final).toContain('receipts.csv');
});

test('a total for somebody else is added up first, then sent', async () => {
  using w = createTestWorkspace();
  const told = await w.tell('Tell Bob my total', { scripted: (tool) => (tool === 'send_message' ? { text: 'sent to Bob' } : undefined) });
  expect(told.calls.map((c) => c.tool)).toEqual(['run', 'send_message']);
  expect(told.calls[1]?.input).toEqual({ chat: 'Bob', text: 'My total from 2026-02-03 to 2026-04-22 is 460.84 EUR.' });
  expect(told.final).toBe('To Bob: “My total from 2026-02-03 to 2026-04-22 is 460.84 EUR.”\nsent to Bob');
});

test('a message that was denied is not called sent', async () => {
  using w = createTestWorkspace();
  const denied = { text: 'denied by the owner', isError: true };
  const told = await w.tell('Tell Bob my total', { scripted: (tool) => (tool === 'send_message' ? denied : undefined) });
  expect(told.final).toBe('You said no, so it was not done.');
});
