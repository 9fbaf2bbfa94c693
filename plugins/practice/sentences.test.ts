import { expect, test } from 'vitest';
import { decide, matchSentence, unknownSentence } from './decide.ts';
import { anywhereSuggestions, capabilities, exampleSentences, suggestions } from './examples.ts';
import { rules } from './rules.ts';
import { requestFor } from './test-request.ts';

// Friday, 20 March 2026, 10:30.
const now = new Date(2026, 2, 20, 10, 30);

type Row = readonly [sentence: string, rule: string, tool: string | null, input: object | string];
const run = (command: string): object => ({ command });

const table: readonly Row[] = [
  ['What did I spend in March?', 'spending', 'run', '-v mon=03'],
  ['how much did i spend in march 2026', 'spending', 'run', '-v want=2026-03'],
  ['Please tell me how much I spent in Mar.', 'spending', 'run', '-v mon=03'],
  ['MARCH SPENDING', 'spending', 'run', '-v mon=03'],
  ['what did i spedn in march', 'spending', 'run', '-v mon=03'],
  ['What did I spend this month?', 'spending', 'run', 'date +%Y-%m'],
  ['expenses for april please', 'spending', 'run', '-v mon=04'],
  ['How much did I spend on groceries?', 'spending', 'run', '-v topic=groceries'],
  ['how much did groceries cost in march', 'spending', 'run', '-v topic=groceries'],
  ['What did I spend at City Bus in April?', 'spending', 'run', "-v topic='city bus'"],
  ['how much have I paid for eating out', 'spending', 'run', "-v topic='eating out'"],
  ['What did I spend in total?', 'spending', 'run', "-v topic=''"],
  ['How much did I spend', 'spending', 'run', "-v topic=''"],
  ["what's my total?", 'spending', 'run', "-v topic=''"],
  ['sum up my receipts', 'spending', 'run', "-v topic=''"],
  ['Show my spending by category', 'spending-table', 'run', '-v by=category'],
  ['what did I spend per shop in March', 'spending-table', 'run', '-v by=shop'],
  ['Where did I spend the most?', 'spending-table', 'run', '-v by=shop'],
  ['expenses by month', 'spending-table', 'run', '-v by=month'],
  ['What was my biggest receipt?', 'biggest-receipt', 'run', 'receipts.csv'],
  ['show the most expensive purchase in march', 'biggest-receipt', 'run', '-v mon=03'],
  ['Tidy the downloads', 'tidy-downloads', 'run', 'samples/downloads'],
  ['tidy up my downloads folder, please', 'tidy-downloads', 'run', 'samples/downloads'],
  ['Can you clean up the downloads?', 'tidy-downloads', 'run', 'samples/downloads'],
  ['organize my downloads by type', 'tidy-downloads', 'run', 'samples/downloads'],
  ['@pynchy tidy the donwloads', 'tidy-downloads', 'run', 'samples/downloads'],
  ['Undo the tidy', 'undo-tidy', 'run', 'undo-tidy.sh'],
  ['undo that', 'undo-tidy', 'run', 'undo-tidy.sh'],
  ['put the downloads back', 'undo-tidy', 'run', 'undo-tidy.sh'],
  ['Remind me in one minute', 'remind', 'schedule_task', { prompt: 'Reminder: the time you asked for is here', in: '1m' }],
  ['remind me in 10 mins to call Anna', 'remind', 'schedule_task', { prompt: 'Reminder: call Anna', in: '10m' }],
  ['Remind me to stretch in half an hour', 'remind', 'schedule_task', { prompt: 'Reminder: stretch', in: '30m' }],
  ['remind me in one minuet', 'remind', 'schedule_task', { prompt: 'Reminder: the time you asked for is here', in: '1m' }],
  ['Set a timer for 5 minutes', 'remind', 'schedule_task', { prompt: 'Reminder: the time you asked for is here', in: '5m' }],
  ['Remind me every day at 9 to stretch', 'remind', 'schedule_task', { prompt: 'Reminder: stretch', cron: '0 9 * * *' }],
  ['remind me daily at 9:30 to stretch', 'remind', 'schedule_task', { prompt: 'Reminder: stretch', cron: '30 9 * * *' }],
  ['Remind me on weekdays at 5 pm to go home', 'remind', 'schedule_task', { prompt: 'Reminder: go home', cron: '0 17 * * 1-5' }],
  ['remind me every 30 minutes to drink water', 'remind', 'schedule_task', { prompt: 'Reminder: drink water', every: '30m' }],
  ['Remind me tomorrow at 9 to pay the rent', 'remind', 'schedule_task', { prompt: 'Reminder: pay the rent', once: '2026-03-21T09:00' }],
  ['remind me at 9 to pay the rent', 'remind', 'schedule_task', { prompt: 'Reminder: pay the rent', once: '2026-03-21T09:00' }],
  ['remind me on Friday at noon to eat', 'remind', 'schedule_task', { prompt: 'Reminder: eat', once: '2026-03-27T12:00' }],
  ['remind me on monday to eat', 'remind', 'schedule_task', { prompt: 'Reminder: eat', once: '2026-03-23T09:00' }],
  ['set an alarm for 7am', 'remind', 'schedule_task', { prompt: 'Reminder: the time you asked for is here', once: '2026-03-21T07:00' }],
  ['Every Monday at 8 show my todos', 'later', 'schedule_task', { prompt: 'show my todos', cron: '0 8 * * 1' }],
  ['every day at 9 what did I spend this month?', 'later', 'schedule_task', { prompt: 'what did I spend this month', cron: '0 9 * * *' }],
  ['List my reminders', 'list-tasks', 'list_tasks', {}],
  ['which tasks are scheduled?', 'list-tasks', 'list_tasks', {}],
  ['Show all my tasks', 'list-tasks', 'list_tasks', {}],
  ['Cancel it', 'cancel-task', 'list_tasks', {}],
  ['cancel reminder 2', 'cancel-task', 'list_tasks', {}],
  ['please delete all reminders', 'cancel-task', 'list_tasks', {}],
  ['stop the reminder', 'cancel-task', 'list_tasks', {}],
  ['Tell Bob my total', 'tell-total', 'run', 'receipts.csv'],
  ['send bob my total for march', 'tell-total', 'run', '-v mon=03'],
  ['Let Anna know what I spent', 'tell-total', 'run', 'receipts.csv'],
  ['Tell Bob that I am late', 'tell-somebody', 'send_message', { chat: 'Bob', text: 'I am late' }],
  ['Send Anna a message: the train is late', 'tell-somebody', 'send_message', { chat: 'Anna', text: 'the train is late' }],
  ['message Bob: see you at six', 'tell-somebody', 'send_message', { chat: 'Bob', text: 'see you at six' }],
  ['run ls', 'run-command', 'run', run('ls')],
  ['Run `ls -la samples`.', 'run-command', 'run', run('ls -la samples')],
  ['`date`', 'run-command', 'run', run('date')],
  ['please run the command: cat a.txt | wc -l', 'run-command', 'run', run('cat a.txt | wc -l')],
  ['run find . -name "*.md"', 'run-command', 'run', run('find . -name "*.md"')],
  ['$ sleep 5; echo done', 'run-command', 'run', run('sleep 5; echo done')],
  ['```sh\necho a\necho b\n```', 'run-command', 'run', run('echo a\necho b')],
  ['could you please run ls for me?', 'run-command', 'run', run('ls')],
  ['ls -la samples/notes', 'run-command', 'run', run('ls -la samples/notes')],
  ['List files', 'list-files', 'run', run('ls -AF .')],
  ['what files are here?', 'list-files', 'run', run('ls -AF .')],
  ['show me the files in samples/notes', 'list-files', 'run', run('ls -AF samples/notes')],
  ["What's in my downloads?", 'list-files', 'run', run('ls -AF samples/downloads')],
  ['Which csv files are there?', 'find-files', 'glob', { pattern: '**/*.csv' }],
  ['find files named *.pdf', 'find-files', 'glob', { pattern: '**/*.pdf' }],
  ['where is flat.md?', 'find-files', 'glob', { pattern: '**/flat.md' }],
  ['Read samples/notes/flat.md', 'read-file', 'read', { path: 'samples/notes/flat.md' }],
  ['show me the file ./samples/notes/flat.md please', 'read-file', 'read', { path: 'samples/notes/flat.md' }],
  ["What's in samples/receipts/receipts.csv?", 'read-file', 'read', { path: 'samples/receipts/receipts.csv' }],
  ['open the shopping list', 'read-file', 'glob', { pattern: '**/*shopping*' }],
  ['read flat.md', 'read-file', 'glob', { pattern: '**/flat.md' }],
  ['Find “library” in my files', 'find-text', 'grep', { pattern: '[Ll]ibrary' }],
  ['search my notes for dentist', 'find-text', 'grep', { pattern: '[Dd]entist', glob: 'samples/notes/**' }],
  ['where do I mention Lisbon?', 'find-text', 'grep', { pattern: '[Ll]isbon' }],
  ['grep 12.35 in samples/receipts', 'find-text', 'grep', { pattern: '12\\.35', glob: 'samples/receipts/**' }],
  ['Count the lines in samples/notes/todo.md', 'count', 'run', run('wc -l < samples/notes/todo.md')],
  ['how many words are in samples/notes/flat.md?', 'count', 'run', run('wc -w < samples/notes/flat.md')],
  ['How many files are in samples', 'count', 'run', run('find samples -type f | wc -l')],
  ['Make a note: the key is with Anna', 'make-note', 'glob', { pattern: 'notes/the-key-is-with-anna*.md' }],
  ['note that the boiler is old', 'make-note', 'glob', { pattern: 'notes/the-boiler-is-old*.md' }],
  ['Add a todo: buy stamps', 'add-todo', 'run', "'- [ ] buy stamps'"],
  ['add buy milk to my to-do list', 'add-todo', 'run', "'- [ ] buy milk'"],
  ["todo: call Anna's bank", 'add-todo', 'run', "'- [ ] call Anna'\\''s bank'"],
  ['Show my todos', 'show-todos', 'grep', { pattern: '^- \\[[ xX]\\] ', glob: '**/*.md' }],
  ["what's on my todo list?", 'show-todos', 'grep', { glob: '**/*.md' }],
  ['What do I have to do today?', 'show-todos', 'grep', { glob: '**/*.md' }],
  ['Tick todo 1', 'tick-todo', 'grep', { glob: '**/*.md' }],
  ['mark water the plants as done', 'tick-todo', 'grep', { glob: '**/*.md' }],
  ['todo 2 is done', 'tick-todo', 'grep', { glob: '**/*.md' }],
  ['Write “hello” to notes/hello.txt', 'write-file', 'write', { path: 'notes/hello.txt', content: 'hello\n' }],
  ['create a file notes/list.txt with eggs\nand milk', 'write-file', 'write', { path: 'notes/list.txt', content: 'eggs\nand milk\n' }],
  ['save hello world in a.txt', 'write-file', 'write', { path: 'a.txt', content: 'hello world\n' }],
  ['Replace "Tomatoes" with "Ripe tomatoes" in a.md', 'replace-text', 'edit', { path: 'a.md', old: 'Tomatoes', new: 'Ripe tomatoes' }],
  ['in a.md, change 16 June to 17 June', 'replace-text', 'edit', { path: 'a.md', old: '16 June', new: '17 June' }],
  ['What are the biggest files?', 'biggest-files', 'run', 'sort -rn'],
  ['which files take the most space', 'biggest-files', 'run', 'sort -rn'],
  ['What changed today?', 'changed-today', 'run', '-mtime -1'],
  ['which files were modified recently', 'changed-today', 'run', '-mtime -1'],
  ['How much disk is used?', 'disk-used', 'run', 'du -sh'],
  ['how big is the workspace', 'disk-used', 'run', 'du -sh'],
  ['What time is it?', 'clock', 'run', 'date'],
  ["what's the date today", 'clock', 'run', 'date'],
  ['time', 'clock', 'run', 'date'],
  ['Remember that my dentist is Dr Moss.', 'remember', 'remember', { key: 'dentist', text: 'my dentist is Dr Moss' }],
  ['remmber that the wifi is called Heron', 'remember', 'remember', { key: 'wifi' }],
  ["don't forget that Anna is allergic to nuts", 'remember', 'remember', { key: 'anna' }],
  ['What do you know about my dentist?', 'recall', 'recall', { query: 'dentist' }],
  ['do you remember the wifi?', 'recall', 'recall', { query: 'wifi' }],
  ['who is my dentist?', 'recall', 'recall', { query: 'dentist' }],
  ['remember to buy stamps', 'add-todo', 'run', "'- [ ] buy stamps'"],
  ['Forget my dentist', 'forget', 'forget', { key: 'dentist' }],
  ['forget what I said about Anna', 'forget', 'forget', { key: 'anna' }],
  ['Search the web for train times', 'web-search', 'web_search', { query: 'train times' }],
  ['google heron nests', 'web-search', 'web_search', { query: 'heron nests' }],
  ['Fetch https://example.com/a?b=1', 'web-fetch', 'web_fetch', { url: 'https://example.com/a?b=1' }],
  ['what does example.com say?', 'web-fetch', 'web_fetch', { url: 'https://example.com' }],
  ['Ask me something', 'ask-me', 'ask_user', { questions: [{ question: 'What shall I do first?', options: [...anywhereSuggestions] }] }],
  ['ask me: tea or coffee?', 'ask-me', 'ask_user', { questions: [{ question: 'Tea or coffee?', options: ['tea', 'coffee'] }] }],
  ['Start over', 'start-over', 'reset_context', {}],
  ['reset the context please', 'start-over', 'reset_context', {}],
  ['forget everything', 'start-over', 'reset_context', {}],
  ['[file] uploads/receipt.pdf', 'file-came', null, 'uploads/receipt.pdf'],
  ['Hello!', 'hello', null, 'no AI'],
  ['Hey Pynchy', 'hello', null, 'no AI'],
  ['help', 'help', null, 'Practice knows 25 kinds'],
  ['What can you do?', 'help', null, 'Practice knows 25 kinds'],
  ['?', 'help', null, 'Practice knows 25 kinds'],
  ['Who are you?', 'who-are-you', null, 'no AI'],
  ['are you an AI', 'who-are-you', null, 'no AI'],
  ['thank you so much', 'thanks', null, 'welcome'],
  ['Reminder: stretch', 'reminder-due', null, 'This is your reminder: stretch.'],
];

test.each(table)('“%s” is taken by %s', (sentence, rule, tool, expected) => {
  expect(matchSentence(sentence, now)?.intent.id).toBe(rule);
  const move = decide(requestFor(sentence), now);
  if (move.kind === 'say') {
    expect(tool).toBeNull();
    expect(move.text).toContain(expected);
  } else {
    expect(move.tool).toBe(tool);
    if (typeof expected === 'string') expect(move.input.command).toContain(expected);
    else expect(move.input).toMatchObject(expected);
  }
});

test('every rule has a row in the table, and the table covers at least 25 of them', () => {
  const seen = new Set(table.map((row) => row[1]));
  expect(rules.map((rule) => rule.id).filter((id) => !seen.has(id))).toEqual([]);
  expect(seen.size).toBeGreaterThanOrEqual(25);
});

test.each(rules.flatMap((rule) => rule.examples.map((example) => [example, rule.id] as const)))(
  'the example “%s” belongs to %s',
  (example, id) => {
    expect(matchSentence(example, now)?.intent.id).toBe(id);
  },
);

test.each(exampleSentences)('the offered sentence “%s” is understood', (sentence) => {
  expect(matchSentence(sentence, now)).not.toBeNull();
});

test('help has 25 lines and every suggestion is one of its sentences', () => {
  expect(capabilities).toHaveLength(25);
  expect(suggestions.filter((s) => !exampleSentences.includes(s))).toEqual([]);
});

test.each([
  'please reset context of the router',
  'What is the meaning of life?',
  'tell me a joke',
  'Read my mind',
  'Write a poem about the sea',
  'Why is the sky blue?',
  'remind me of summer',
  'Could you translate this into French?',
  'stop',
  'delete it',
  'tomorrow is Monday',
  'check the weather',
  'How much does a Tesla cost?',
  'What did I spend last week?',
  'do you know the capital of France',
  'find me a flight to Rome',
  '',
])('“%s” is not guessed at', (sentence) => {
  expect(decide(requestFor(sentence), now)).toEqual({ kind: 'say', text: unknownSentence });
});

test('the answer to an unknown sentence is worded as agreed', () => {
  expect(unknownSentence).toBe(
    'Practice follows fixed rules and has none for this. It can: What did I spend in March? · Tidy the downloads · Remind me in one minute · ' +
      'Tell Bob my total · Show my todos · Run `ls samples` · all 25 with “help”. To get a real answer, connect a model. I keep your question.',
  );
});
