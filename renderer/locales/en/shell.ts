import type { LocaleText } from '../translate.ts';

/** The frame of the window: door, sidebar, connection, vault. */
export const shell = {
  'door.used': 'This link was used.',
  'door.expired': 'This link is too old.',
  'door.none': 'This browser is not signed in.',
  'door.openLink': 'Open the link that Pynchy printed at its start, or get a new one:',
  'door.newLink': 'Get a new one:',
  'door.unreachable': 'Pynchy cannot be reached.',
  'door.unreachableNext': 'It may have been stopped. Your link has not been used yet.',

  'page.failed': 'This page could not be loaded.',
  'page.failedWhy': 'Pynchy did not answer, or it was updated while this window was open.',
  'page.loadAgain': 'Load again',

  'shell.menu': 'Open menu',
  'shell.closeMenu': 'Close menu',
  'shell.places': 'Other screens',
  'shell.side': 'Chats and settings',

  'side.waiting': { one: '{n} waiting for you', other: '{n} waiting for you' },
  'side.accounts': 'Accounts',
  'side.plugins': 'Plugins',

  'scheme.label': 'Colours',
  'scheme.light': 'Light',
  'scheme.dark': 'Dark',
  'scheme.auto': 'Like the system',

  'lost.label': 'Connection',
  'lost.connecting': 'Connecting to Pynchy.',
  'lost.unreachable': 'Pynchy does not answer. It may have been stopped.',
  'lost.closed': 'The connection to Pynchy ended.',
  'lost.not-answering': 'Pynchy stopped answering.',
  'lost.keepTyping': 'You can go on typing.',
  'lost.next': 'Next try in {time}',
  'lost.trying': 'Trying …',
  'lost.tryNow': 'Try now',

  'paused.label': 'Paused',
  'paused.what': 'Everything is paused. Messages and tasks wait; work that runs now ends by itself.',
  'paused.goOn': 'Continue',

  'vault.passphrase': 'Passphrase of the vault',
  'vault.show': 'Show the passphrase',
  'vault.unlock': 'Unlock',
} as const satisfies Readonly<Record<string, LocaleText>>;
