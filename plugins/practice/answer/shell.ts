/** One word for a POSIX shell, whatever it contains. */
export const shellWord = (text: string): string => (/^[A-Za-z0-9_./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
