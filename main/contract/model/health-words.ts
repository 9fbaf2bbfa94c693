/** Whether something works, wants a look, or does not work. */
export const healthStates = ['ok', 'attention', 'failing'] as const;
export type HealthState = (typeof healthStates)[number];

/** What a row is about; the screen has a title for each. */
export const healthSubjects = [
  'host',
  'memory',
  'clock',
  'versions',
  'settings',
  'disk',
  'database',
  'audit',
  'vault',
  'backup',
  'account',
  'accounts',
  'deputy',
  'profile',
  'sandbox',
  'link',
  'plugin',
  'plugins',
] as const;
export type HealthSubject = (typeof healthSubjects)[number];

/** What the button of a row does: the first ones open a place, the others are done by the host (`health.fix`). */
export const healthDoors = [
  'unlock-vault',
  'open-account',
  'add-account',
  'open-plugin',
  'open-workspace',
  'open-link',
  'open-deputy',
  'open-permissions',
  'copy-path',
] as const;
export const healthFixes = [
  'test-account',
  'test-deputy',
  'turn-plugin-on',
  'restart-plugin',
  'restart-sandbox',
  'check-database',
  'check-audit',
  'look-again',
  'dismiss',
] as const;
export type HealthFix = (typeof healthFixes)[number];
