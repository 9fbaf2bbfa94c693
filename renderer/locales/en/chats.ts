import type { LocaleText } from '../translate.ts';

/** Chats, empty chats, reset, Practice. */
export const chats = {
  'chats.label': 'Chats',
  'chats.new': 'New chat',
  'chats.newIn': 'In which workspace?',
  'chats.loadFailed': 'The chats could not be loaded',

  'chat.working': 'working',
  'chat.waiting': 'needs you',
  'chat.failed': 'failed',
  'chat.draft': 'Draft:',
  'chat.tainted': 'Read outside text',

  'empty.title': 'What shall we do?',
  'empty.where': 'Pynchy works in the workspace “{workspace}”, in its own sandbox.',
  'empty.practice1': 'What did I spend in March?',
  'empty.practice2': 'Tidy the downloads',
  'empty.practice3': 'Remind me in one minute',
  'empty.practice4': 'Tell Bob my total',
  'empty.ask1': 'What can you do?',
  'empty.ask2': 'List the files here',
  'empty.ask3': 'What time is it, and in which zone?',
  'empty.tip': 'A line that begins with ! runs in the sandbox without a model. /reset starts fresh.',

  'reset.button': 'Start fresh',
  'reset.why': 'The model forgets this conversation. The messages stay.',
  'reset.done': 'Started fresh. The model no longer knows what is above.',
  'reset.undo': 'Undo ({time})',
  'reset.failed': 'This chat could not be started fresh',

  'practice.name': 'Practice',
  'practice.noAi': 'no AI',
  'practice.bubble': 'Practice, no AI',
  'practice.label': 'About Practice',
  'practice.banner': 'Practice: no AI, nothing leaves this computer. Tools, sandbox, approvals and history are real.',
  'practice.smaller': 'Make this smaller',
} as const satisfies Readonly<Record<string, LocaleText>>;
