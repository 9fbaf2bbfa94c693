export interface Change {
  /** From the root. */
  readonly file: string;
  /** Must stand there, or the run fails: a defence that moved is not taken out unnoticed. */
  readonly find: string;
  readonly put: string;
}
export interface Defence {
  readonly name: string;
  readonly changes: readonly Change[];
}

/** `export const NAME =` becomes `instead`, and what it was is out of reach. */
export const replaced = (file: string, name: string, instead: string): Change => ({
  file,
  find: `export const ${name} =`,
  put: `export const ${name} = ${instead};\nexport const ${name}AsItWas =`,
});
export const change = (file: string, find: string, put: string): Change => ({ file, find, put });
