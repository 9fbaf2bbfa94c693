/** Who speaks, where everybody has the same name: in the chat of an account with itself. */
export const marks = { agent: '🦞', harness: '⚙️' } as const;

// The gear comes with and without its variation selector, and invisible characters may stand before it.
const typed = /^(?:\s|\p{Cf})*(?:(?:🦞|⚙)(?:\s|\p{Cf}|\uFE0F)*)+/gmu;

/** The text with its mark. Marks that a model wrote at the start of a line are taken out: only the host gives them. */
export const markedText = (text: string, who: keyof typeof marks): string =>
  `${marks[who]} ${who === 'agent' ? text.replace(typed, '') : text}`;
