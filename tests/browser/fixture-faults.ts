import { ORPCError } from '@orpc/server';

/** How the host refuses. */
export const failure = (code: string, text: string): ORPCError<'APP', { code: string; params: Record<string, string>; text: string }> =>
  new ORPCError('APP', { data: { code, params: {}, text } });

/** What is there; refuses as the host does when it is not. */
export const found = <T>(item: T | undefined): T => {
  if (item === undefined) throw failure('not-found', 'That does not exist any more.');
  return item;
};
