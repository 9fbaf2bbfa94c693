/** A name as people write it, in the form that names have everywhere: dashes for the spaces. */
export const plainName = (typed: string): string => typed.trim().replaceAll(/\s+/g, '-');
