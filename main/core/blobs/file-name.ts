const longest = 120;

/** A name that is one file in one folder on every system and reads as what it is: no paths, no hidden or reversed text. */
export const safeFileName = (given: string): string => {
  const last = given.toWellFormed().split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .replaceAll(/[<>:"|?*]/g, '_')
    .trim()
    .replace(/^\.+/, '')
    .replace(/[. ]+$/, '');
  const [stem, extension] = splitName(clean);
  const kept = [...stem].slice(0, longest - extension.length).join('');
  return kept + extension || 'file';
};

/** `notes.txt` as `notes (2).txt`. */
export const numberedName = (name: string, n: number): string => {
  if (n <= 1) return name;
  const [stem, extension] = splitName(name);
  return `${stem} (${n})${extension}`;
};

const splitName = (name: string): [string, string] => {
  const dot = name.lastIndexOf('.');
  return dot > 0 && name.length - dot <= 12 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
};
