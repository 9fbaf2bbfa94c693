/** A text that came in a fence, taken apart for people, who see where it comes from without its marks. */
export interface FencedText {
  /** What stands before the fence: our own words. */
  readonly before: string;
  /** Where it comes from, in our words. */
  readonly from: string;
  readonly text: string;
}

const form = /^(?:([\s\S]*?)\n)?\[Fence ([0-9a-f]{20}): ([^\n]*?)\. Others wrote [^\n]*\]\n((?:\|[^\n]*\n)*)\[End of fence \2\]$/;

/** Null when it is not in a fence. */
export const readFence = (output: string): FencedText | null => {
  const [whole, before = '', , from = '', lines = ''] = form.exec(output) ?? [];
  if (whole === undefined) return null;
  const text = lines
    .slice(0, -1)
    .split('\n')
    .map((line) => line.slice(2))
    .join('\n');
  return { before, from, text };
};
