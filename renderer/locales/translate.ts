import { en } from './en.ts';
import { pseudo } from './pseudo.ts';

export type TextKey = keyof typeof en;
export type TextParams = Readonly<Record<string, string | number | boolean | null>>;
/** A sentence with {name} places, or one per plural form; `n` chooses between them. */
export type LocaleText = string | { readonly one: string; readonly other: string };

/** The locale is fixed for the life of the page; `?locale=pseudo` shows what is not translated. */
const isPseudo =
  new URLSearchParams(globalThis.location?.search ?? '').get('locale') === 'pseudo' ||
  globalThis.document?.documentElement.dataset.locale === 'pseudo';
const plurals = new Intl.PluralRules('en');

const texts: Readonly<Record<string, LocaleText>> = en;

/** Whether there is a sentence for a key that was composed at run time. */
export const hasText = (key: string): key is TextKey => Object.hasOwn(texts, key);

/** The sentence for a key with its places filled. A place without a parameter stays visible as {name}. */
export const t = (key: TextKey, params: TextParams = {}): string => {
  const text: LocaleText = texts[key] ?? key;
  const form = typeof text === 'string' ? text : plurals.select(Number(params.n)) === 'one' ? text.one : text.other;
  const filled = (isPseudo ? pseudo(form) : form).replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = params[name];
    return value === undefined ? place : String(value);
  });
  return filled;
};
