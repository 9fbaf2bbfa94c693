/** Counted as JavaScript does: most emoji are two or more. */
export const longestName = 60;

// Letters and marks of any writing, digits, whole emoji. Nothing that is not seen; joiners only where writing needs them.
const sign = String.raw`\p{RGI_Emoji}|[[\p{L}\p{M}\p{N}._\-]--\p{Default_Ignorable_Code_Point}]`;
const joinable = String.raw`[[\p{L}\p{M}]--[\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}\p{sc=Hani}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}]]`;
const allowed = new RegExp(`${sign}|(?<=${joinable})[\\u200C\\u200D](?=${joinable})`, 'gv');
const emoji = /\p{RGI_Emoji}/gv;
const isMixed = (word: string): boolean => /\p{sc=Latn}/u.test(word) && /[\p{sc=Cyrl}\p{sc=Grek}]/u.test(word);
// Files and folders of Windows cannot be called so.
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** Wide, small and composed forms as the usual letters; emoji stay as they are. */
const usual = (text: string): string => {
  let at = 0;
  let plain = '';
  for (const found of text.matchAll(emoji)) {
    plain += text.slice(at, found.index).normalize('NFKC') + found[0];
    at = found.index + found[0].length;
  }
  return plain + text.slice(at).normalize('NFKC');
};

export type NameProblem =
  | { readonly code: 'name-signs'; readonly signs: readonly string[] }
  | { readonly code: 'name-start' | 'name-long' | 'name-mixed' };

/** Why a workspace, an account or a profile cannot have this name (NFC): names are typed in terminals and after an @. */
export const nameProblem = (name: string): NameProblem | null => {
  const wide = [...name.replaceAll(emoji, '')].filter((one) => one.normalize('NFKC') !== one);
  const signs = new Set([...name.replaceAll(allowed, ''), ...wide]);
  if (signs.size > 0) return { code: 'name-signs', signs: [...signs] };
  if (name.length > longestName) return { code: 'name-long' };
  if (!/^(?:\p{RGI_Emoji}|[\p{L}\p{N}])/v.test(name)) return { code: 'name-start' };
  return (name.match(/[\p{L}\p{M}]+/gu) ?? []).some(isMixed) ? { code: 'name-mixed' } : null;
};

/** A name as people write it, in the form that names have: dashes for spaces and for signs that no name has. */
export const plainName = (typed: string): string => {
  const text = usual(typed.replaceAll(/\p{Cf}+(?=\s|$)/gu, ''));
  let at = 0;
  let plain = '';
  for (const found of text.matchAll(allowed)) {
    plain += found.index > at && /[^\p{Default_Ignorable_Code_Point}]/u.test(text.slice(at, found.index)) ? `-${found[0]}` : found[0];
    at = found.index + found[0].length;
  }
  return plain.replace(/^[._\p{M}-]+/u, '').replaceAll(/-{2,}/g, '-');
};

/** The name of a workspace's fresh folder: the letters and digits of its name. */
export const folderName = (name: string): string => {
  const plain = name
    .replaceAll(emoji, '-')
    .replaceAll(/[\u200C\u200D]/g, '')
    .replaceAll(/-{2,}/g, '-')
    .replaceAll(/^[._-]+|[.-]+$/g, '');
  return plain === '' ? 'workspace' : plain.replace(reserved, '$&-1');
};
