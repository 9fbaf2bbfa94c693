import type { TextKey, TextParams } from '../../locales/translate.ts';
import type { SettingField } from './schema-fields.ts';

/** What stands in the fields: text as typed, lists a line each, or a switch. */
export type Typed = Readonly<Record<string, string | boolean>>;
type Saved = Readonly<Record<string, unknown>>;

const asText = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(String).join('\n');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

/** The fields as they are saved. A secret is never in a field: it begins empty. */
export const typedFrom = (fields: readonly SettingField[], saved: Saved): Typed =>
  Object.fromEntries(
    fields.map(({ name, kind, preset }) => {
      const value = saved[name] ?? preset;
      if (kind === 'switch') return [name, value === true];
      return [name, kind === 'secret' ? '' : asText(value)];
    }),
  );

const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** What is sent to the host: only what says something; a secret that was not typed again stays the one that is kept. */
export const settingsFrom = (fields: readonly SettingField[], typed: Typed, saved: Saved): Record<string, unknown> => {
  const settings: Record<string, unknown> = {};
  for (const { name, kind } of fields) {
    const value = typed[name] ?? '';
    if (typeof value === 'boolean') settings[name] = value;
    else if (kind === 'secret') settings[name] = value === '' ? saved[name] : value;
    else if (value.trim() === '') continue;
    else if (kind === 'list') settings[name] = linesOf(value);
    else settings[name] = kind === 'number' ? Number(value) : value.trim();
    if (settings[name] === undefined) delete settings[name];
  }
  return settings;
};

export interface FieldProblem {
  readonly key: TextKey;
  readonly params?: TextParams;
}

const numberProblem = (field: SettingField, text: string): FieldProblem | null => {
  const { isWhole, min, max, above, below } = field.limits;
  const n = Number(text);
  if (!Number.isFinite(n)) return { key: 'plugins.mustNumber' };
  if (isWhole && !Number.isInteger(n)) return { key: 'plugins.mustWhole' };
  if (min !== null && n < min) return { key: 'plugins.mustMin', params: { n: min } };
  if (max !== null && n > max) return { key: 'plugins.mustMax', params: { n: max } };
  if (above !== null && n <= above) return { key: 'plugins.mustAbove', params: { n: above } };
  if (below !== null && n >= below) return { key: 'plugins.mustBelow', params: { n: below } };
  return null;
};

/** Why a field cannot be saved as it is; null when it can. The host checks again. */
export const problemOf = (field: SettingField, typed: Typed, saved: Saved): FieldProblem | null => {
  const value = typed[field.name] ?? '';
  if (typeof value === 'boolean') return null;
  const text = value.trim();
  if (text === '') {
    const isKept = field.kind === 'secret' && saved[field.name] !== undefined;
    return field.isRequired && !isKept ? { key: 'plugins.mustSet' } : null;
  }
  const { maxLength, minLength, pattern } = field.limits;
  if (field.kind === 'number') return numberProblem(field, text);
  if (field.kind === 'address' && !/^https?:\/\/[^\s]+$/i.test(text)) return { key: 'plugins.mustAddress' };
  if (maxLength !== null && text.length > maxLength) return { key: 'plugins.mustShorter', params: { n: maxLength } };
  if (minLength !== null && text.length < minLength) return { key: 'plugins.mustLonger', params: { n: minLength } };
  if (pattern !== null && field.kind !== 'list' && !pattern.test(text)) return { key: 'plugins.mustPattern' };
  return null;
};
