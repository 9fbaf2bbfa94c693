import type { Typed } from './field-values.ts';
import type { SettingField } from './schema-fields.ts';

const entryOf = (pluginId: string): string => `pynchy-plugin-draft:${pluginId}`;

/** What was typed and not saved, as a reload finds it again; null when there is nothing. */
export const readDraft = (pluginId: string, fields: readonly SettingField[]): Typed | null => {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(entryOf(pluginId)) ?? 'null');
    if (typeof kept !== 'object' || kept === null) return null;
    const known = Object.entries(kept).filter(
      ([name, value]) => (typeof value === 'string' || typeof value === 'boolean') && fields.some((field) => field.name === name),
    );
    return Object.fromEntries(known) as Typed;
  } catch {
    // Damaged or forbidden: the saved settings are shown.
    return null;
  }
};

/** Keeps it; null forgets. A secret is never written down here. */
export const keepDraft = (pluginId: string, fields: readonly SettingField[], typed: Typed | null): void => {
  try {
    if (typed === null) return sessionStorage.removeItem(entryOf(pluginId));
    const open = fields.filter(({ kind }) => kind !== 'secret').map(({ name }) => [name, typed[name] ?? '']);
    sessionStorage.setItem(entryOf(pluginId), JSON.stringify(Object.fromEntries(open)));
  } catch {
    // Full or forbidden: it lives as long as the page.
  }
};
