import { useCallback, useState } from 'react';

const keyOf = (name: string): string => `pynchy.kept.${name}`;

const readKept = (name: string): string | null => {
  try {
    return localStorage.getItem(keyOf(name));
  } catch {
    // Storage is off in this browser: the text lives as long as the page.
    return null;
  }
};
const keep = (name: string, text: string | null): void => {
  try {
    if (text === null) localStorage.removeItem(keyOf(name));
    else localStorage.setItem(keyOf(name), text);
  } catch {
    // As above, or the storage is full.
  }
};

/** A text that is being written and not saved yet; it survives reloads of the page until it is saved or taken back. */
export const useKeptText = (name: string, saved: string): { text: string; isChanged: boolean; write: (text: string | null) => void } => {
  const [kept, setKept] = useState(() => readKept(name));
  const write = useCallback(
    (text: string | null) => {
      setKept(text);
      keep(name, text);
    },
    [name],
  );
  return { text: kept ?? saved, isChanged: kept !== null && kept !== saved, write };
};
