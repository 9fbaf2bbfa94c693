const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Whether every word of the query begins a word of the text, or stands inside one when it has three letters or more. */
export const isFound = (text: string, query: string): boolean => {
  const hay = plain(text);
  const starts = hay.split(/[^\p{L}\p{N}]+/u);
  return plain(query)
    .split(/\s+/)
    .filter((word) => word !== '')
    .every((word) => starts.some((start) => start.startsWith(word)) || (word.length >= 3 && hay.includes(word)));
};
