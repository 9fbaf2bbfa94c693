/** A message as far as it says whom it is for. */
export interface Said {
  readonly text: string;
  /** It mentions a number of the assistant's. */
  readonly mentionsUs: boolean;
  /** It replies to something that the assistant said. */
  readonly repliesToUs: boolean;
}

/** Whether a message is meant for the assistant: by reply, by mention, or by `@name` as a word of its own, in any case. */
export const isAddressed = (said: Said, names: readonly string[]): boolean =>
  said.repliesToUs || said.mentionsUs || names.some((name) => namePattern(name).test(fold(said.text)));

// `@Pynchy,` is called; `@pynchys`, `me@pynchy.example` and `@pynchy.example` are not.
const namePattern = (name: string): RegExp => {
  const words = fold(name)
    .trim()
    .split(/\s+/)
    .map((word) => word.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`))
    .join('\\s+');
  return new RegExp(`(?<![\\p{L}\\p{N}_.])@${words}(?![\\p{L}\\p{M}\\p{N}_-]|\\.[\\p{L}\\p{N}])`, 'u');
};

const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/[\u2066-\u2069\u200E\u200F]|\uFE0F/g, '')
    .toLowerCase();
