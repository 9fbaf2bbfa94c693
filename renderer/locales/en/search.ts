import type { LocaleText } from '../translate.ts';

/** Search over everything that was said. */
export const search = {
  'search.label': 'Search messages',
  'search.placeholder': 'Search',
  'search.close': 'Close search',
  'search.results': 'What was found',
  'search.here': 'Only “{chat}”',
  'search.teach': 'Find anything that was said.',
  'search.teachHow':
    'Every word must be in the message, or in the name of a file that came with it. The beginning of a word is enough. Newest first, over all chats.',
  'search.teachKeys': 'Enter opens the first result. Esc brings you back to where you were.',
  'search.nothing': 'Nothing with “{query}”.',
  'search.nothingHere': 'Nothing with “{query}” in this chat.',
  'search.nothingHow': 'Try fewer words, or only the beginning of one.',
  'search.everywhere': 'Search all chats',
  'search.failed': 'The search did not work',
  'search.more': 'Show more',
  'search.searching': 'Searching …',
  'search.count': { one: '{n} result', other: '{n} results' },
  'search.countMore': { one: '{n} result, there are more', other: '{n} results, there are more' },
  'search.you': 'You',
  'search.pynchy': 'Pynchy',
  'search.task': 'Task',
} as const satisfies Readonly<Record<string, LocaleText>>;
