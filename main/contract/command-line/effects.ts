/**
 * What a command line may do besides looking. `unknown`: not understood, so it may do anything.
 * `write`: in the workspace. `outside`: files elsewhere are changed or deleted. `starts`: it starts programs by other programs.
 */
export const commandEffects = ['unknown', 'network', 'outside', 'permissions', 'delete', 'starts', 'write'] as const;
export type CommandEffect = (typeof commandEffects)[number];

export interface CommandExplained {
  /** Names as written, each once, in their order; `?` stands for one that is known only when it runs. */
  readonly programs: readonly string[];
  /** In the order above: the gravest first. */
  readonly effects: readonly CommandEffect[];
}
