/** The colours a workspace or an account can have; how each looks in light and dark is the window's business. */
export const colors = ['coral', 'amber', 'green', 'teal', 'blue', 'violet', 'pink', 'stone'] as const;
export type Color = (typeof colors)[number];

const isColor = (value: unknown): value is Color => colors.some((color) => color === value);

// Grey looks switched off, so nobody gets it unasked.
const given = colors.filter((color) => color !== 'stone');

/** The chosen colour, else one that follows from the id and so stays the same. */
export const colorOf = (chosen: string | null, id: string): Color => {
  if (isColor(chosen)) return chosen;
  let sum = 0;
  for (const char of id) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 1_000_003;
  return given[sum % given.length] ?? 'coral';
};
