const host = globalThis as { readonly process?: { readonly env?: Readonly<Record<string, string | undefined>> } };

/** How the program is called where this runs: what the bootstrap found out (PYNCHY_COMMAND), else as in a checkout. */
export const pynchyCommand = (): string => host.process?.env?.PYNCHY_COMMAND || 'npm run -s pynchy --';
