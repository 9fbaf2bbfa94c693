import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The ways in which a value may stand somewhere. */
export const formsOf = (value: string): string[] => {
  const bytes = Buffer.from(value);
  const inside = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    return text.slice(shift === 0 ? 0 : shift + 1, Math.floor(((shift + bytes.length) * 8) / 6));
  });
  return [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    [...value].reverse().join(''),
    ...inside,
    ...inside.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  ];
};

/** The forms of a value that stand in these bytes. */
export const formsIn = (bytes: Uint8Array | string, value: string): string[] => {
  const buffer = Buffer.from(bytes);
  return [
    ...new Set([
      ...formsOf(value).filter((form) => buffer.includes(form)),
      ...(buffer.includes(Buffer.from(value, 'utf16le')) ? [`utf-16: ${value}`] : []),
    ]),
  ];
};

/** What a running host removes while it is looked at holds nothing any more. */
const orGone = <T>(read: () => T, gone: T): T => {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return gone;
    throw error;
  }
};
const filesBelow = (folder: string): string[] =>
  orGone(() => readdirSync(folder, { withFileTypes: true }), []).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : [];
  });

/** Every file below a folder that has the value in any form, free pages of databases included. */
export const findForms = (folder: string, value: string): string[] =>
  filesBelow(folder).flatMap((path) =>
    formsIn(
      orGone(() => readFileSync(path), Buffer.alloc(0)),
      value,
    ).map((form) => `${path}: ${form}`),
  );
