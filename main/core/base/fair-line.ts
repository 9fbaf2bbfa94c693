/** Somebody who waits for something that only a few can have at once. */
export interface InLine {
  readonly isPerson: boolean;
  /** How many went past. */
  passed: number;
}

/**
 * Who of a line (in the order in which they came) is next: people before tasks. A task that `most` people went past counts
 * like a person, so it waits for two rounds at most.
 */
export const nextInLine = <T extends InLine>(line: readonly T[], most: number): T | undefined =>
  line.find((one) => one.isPerson || one.passed >= most) ?? line[0];

/** `served` leaves the line: it went past everybody who came earlier. */
export const wentPast = <T extends InLine>(line: Iterable<T>, served: T): void => {
  for (const one of line) {
    if (one === served) return;
    one.passed++;
  }
};
