import type { LocaleText } from '../translate.ts';

/** What a workspace remembers. */
export const memory = {
  'memory.intro': 'What the assistant keeps beyond a conversation. It can note things itself; you have the last word.',
  'memory.introAdmin':
    'What the assistant keeps beyond a conversation. It can note things itself; you have the last word. Memories for all workspaces are changed here, too.',
  'memory.add': 'Add a memory',
  'memory.key': 'About',
  'memory.keyPlaceholder': 'for example: my dentist',
  'memory.text': 'What to remember',
  'memory.textPlaceholder': 'for example: Dr. Gold, Mondays and Thursdays, prefers calls before noon',
  'memory.everywhere': 'For all workspaces',
  'memory.everywhereChip': 'all workspaces',
  'memory.tainted': 'noted after outside text',
  'memory.taintedWhy': 'The assistant had read something that others wrote when it noted this. It may be wrong on purpose.',
  'memory.editOf': 'Change the memory "{key}"',
  'memory.editTainted': 'This was noted after outside text was read. When you save it, the words are yours and the mark goes.',
  'memory.deleteOf': 'Delete the memory "{key}"',
  'memory.deleted': 'Deleted: {key}',
  'memory.loadFailed': 'The memories could not be loaded',
  'memory.emptyTitle': 'Nothing is remembered yet',
  'memory.empty': 'Say "remember that …" in a chat, or add something here. It is then known in every conversation of this workspace.',
} as const satisfies Readonly<Record<string, LocaleText>>;
