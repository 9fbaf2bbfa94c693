/** The four first-run suggestions: each is a real job on the sample folder. */
export const firstSuggestions = [
  'What did I spend in March?',
  'Tidy the downloads',
  'Remind me in one minute',
  'Tell Bob my total',
] as const;

/** Jobs that need no sample folder: they work in every workspace. */
export const anywhereSuggestions = [
  'Remind me in one minute',
  'Add a todo: buy stamps',
  'How much disk is used?',
  'List my reminders',
] as const;

/** The six sentences offered when nothing matched. */
export const suggestions = [...firstSuggestions, 'Show my todos', 'Run `ls samples`'] as const;

/** The 25 things Practice can do, one line of `help` each: the sentences of one line belong together. */
export const capabilities: readonly (readonly [string, ...string[]])[] = [
  ['What did I spend in March?'],
  ['What did I spend on groceries?', 'What did I spend at City Bus in April?'],
  ['What did I spend in total?', 'Show my spending by category'],
  ['What was my biggest receipt?'],
  ['Tidy the downloads', 'Undo the tidy'],
  ['Tell Bob my total'],
  ['Tell Bob that I am late'],
  ['Remind me in one minute', 'Remind me tomorrow at 9 to call the dentist'],
  ['Remind me every day at 9 to stretch', 'Every Monday at 8 show my todos'],
  ['List my reminders', 'Cancel reminder 1'],
  ['Run `ls samples`'],
  ['List the files in samples/notes', 'Which csv files are there?'],
  ['Read samples/notes/trip-to-lisbon.md'],
  ['Find “library” in my files'],
  ['Count the lines in samples/notes/todo.md', 'How many files are in samples?'],
  ['Make a note: the key is at the neighbour’s'],
  ['Add a todo: buy stamps', 'Show my todos', 'Tick todo 1'],
  ['Write “hello” to notes/hello.txt'],
  ['Replace “Tomatoes” with “Ripe tomatoes” in samples/notes/shopping.md'],
  ['What are the biggest files?', 'What changed today?'],
  ['How much disk is used?', 'What time is it?'],
  ['Remember that my dentist is Dr Moss', 'What do you know about my dentist?', 'Forget my dentist'],
  ['Search the web for train times', 'Fetch https://example.com'],
  ['Ask me something'],
  ['Start over'],
];

/** Every example sentence, for suggestion chips. */
export const exampleSentences: readonly string[] = capabilities.flat();
