import { shellCapabilities } from '../../rpc/shell.ts';

export const settingsSections = ['appearance', 'language', 'shortcuts', 'notifications', 'sending', 'deputy', 'startup', 'data'] as const;
export type SettingsSection = (typeof settingsSections)[number];

/** The sections that mean something here: starting with the computer is for a shell that can. */
export const offeredSections = (): readonly SettingsSection[] =>
  settingsSections.filter((section) => section !== 'startup' || shellCapabilities() !== null);
