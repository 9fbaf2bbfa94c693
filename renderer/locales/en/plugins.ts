import type { LocaleText } from '../translate.ts';

/** Plugins. */
export const plugins = {
  'plugins.title': 'Plugins',
  'plugins.intro': 'What Pynchy can do, and what each part may do.',
  'plugins.loadFailed': 'The plugins could not be loaded',
  'plugins.enable': '{name} is on',
  'plugins.failed': 'This plugin could not start',
  'plugins.failedNext': 'Everything else works. Switch it off and on to try again.',
  'plugins.activating': 'Starting …',
  'plugins.toggleFailed': 'That did not work',
  'plugins.adds': 'Adds',
  'plugins.may': 'May',
  'plugins.mayNothing': 'Nothing beyond its own work.',

  'permission.secrets': 'Use keys you gave it',
  'permission.network': 'Use the network',
  'permission.process': 'Start programs',
  'permission.files:own': 'Keep files of its own',
  'permission.engine': 'Use the container engine',
  'permission.sync-storage': 'Store data quickly',
} as const satisfies Readonly<Record<string, LocaleText>>;
