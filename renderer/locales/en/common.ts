import type { LocaleText } from '../translate.ts';

/** Words that many screens share. */
export const common = {
  'action.cancel': 'Cancel',
  'action.close': 'Close',
  'action.retry': 'Try again',
  'action.save': 'Save',
  'action.stop': 'Stop',
  'action.tryAgain': 'Try again',
  'action.undo': 'Undo',

  'outcome.cost': 'This test cost about {money}.',
  'outcome.noPrice': 'What this test cost is not known: there is no price for this model.',

  'copy.done': 'Copied',

  'folder.fresh': 'A fresh folder',
  'folder.freshWhy': 'Made for it. Nothing else of yours is in it.',
  'folder.own': 'A folder of yours',
  'folder.ownWhy': 'It reads, writes and runs there. The folder stays where it is, also when the workspace is deleted.',
  'folder.path': 'Folder',
  'folder.choose': 'Choose …',
  'folder.placeholder': '/home/you/Documents',

  'time.today': 'Today',
  'time.yesterday': 'Yesterday',
  'time.todayInText': 'today',
  'time.yesterdayInText': 'yesterday',
  'time.underSecond': '< 1 s',
  'time.seconds': '{n} s',
  'time.minutes': '{m} min {s} s',
  'time.hours': '{h} h {m} min',

  'problem.details': 'Details',
  'problem.copy': 'Copy the details',
  'problem.times': '{n} times',

  'failure.noHost': 'Pynchy cannot be reached right now.',
  'failure.badInput': 'Pynchy did not accept this. Check what you entered.',
  'failure.unexpected': 'Something went wrong inside Pynchy. The log has the details: npm run -s pynchy -- logs',

  'name.label': 'Name',
  'name.hint': 'Letters and digits of any writing, emoji, and . _ -',
  'name.becomes': 'It will be called {name}: names have dashes for spaces and for signs that are hard to type in a terminal.',
  'name.nothing': 'A name needs a letter, a digit or an emoji.',
  'name.mixed': 'One of its words mixes letters of two alphabets that look alike. Type it anew in one of them.',
  'name.long': 'This name is too long.',

  'kind.channel': 'messages',
  'kind.sandbox': 'sandbox',
  'kind.launcher': 'place to run',
  'kind.provider': 'models',
  'kind.tool': 'tool',
  'kind.mcp': 'tool server',
  'kind.skill': 'skill',
  'kind.hook': 'hook',
  'kind.template': 'template',

  'markdown.table': 'Table',
  'markdown.code': 'Code',
  'markdown.copyCode': 'Copy code',

  'notice.seen': 'All right',
} as const satisfies Readonly<Record<string, LocaleText>>;
