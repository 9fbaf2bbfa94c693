import type { LocaleText } from '../translate.ts';

/** Workspaces. */
export const workspaces = {
  'workspaces.title': 'Workspaces',
  'workspaces.intro': 'Which account and model each one uses.',
  'workspaces.loadFailed': 'The workspaces could not be loaded',
  'workspaces.account': 'Account',
  'workspaces.model': 'Model',
  'workspaces.defaultModel': 'Default of the provider',
  'workspaces.then': 'When it cannot answer:',
  'workspaces.addNext': 'add',
  'workspaces.addNextLabel': 'Add an account for when {name} cannot answer',
  'workspaces.next': 'Account {n} when the others cannot answer',
  'workspaces.removeNext': 'Do not use {name} then',
  'workspaces.saved': 'Saved. It counts from the next message on.',
} as const satisfies Readonly<Record<string, LocaleText>>;
