import { z } from 'zod';

/** The closed set of what a pynchy:// link may do: show something. Nothing is ever sent, changed or run by a link. */
export type LinkAction = { readonly do: 'show'; readonly hash: string } | { readonly do: 'new-chat' };

const Id = z.string().regex(/^[\w-]{1,80}$/);
const pages: ReadonlySet<string> = new Set(['approvals', 'accounts', 'workspaces', 'plugins', 'activity', 'health', 'settings']);

/** What a link asks for, or null: anyone can make one. */
export const readDeepLink = (address: string): LinkAction | null => {
  const url = address.length <= 300 ? URL.parse(address) : null;
  // A link in another than its plain form hides something.
  if (url?.protocol !== 'pynchy:' || url.href !== address || url.username !== '' || url.password !== '' || url.port !== '') return null;
  const [first, second, more] = [url.hostname, ...url.pathname.split('/').filter((part) => part !== '')];
  if (more !== undefined) return null;
  if (first === 'open' && second === undefined) return { do: 'show', hash: '' };
  if (first === 'new' && second === undefined) return { do: 'new-chat' };
  if (first === 'chat' && Id.safeParse(second).success) return { do: 'show', hash: `#/chat/${second}` };
  if (first !== undefined && pages.has(first) && second === undefined) return { do: 'show', hash: `#/${first}` };
  return null;
};

/** The link among the arguments of a start, where the system puts it. */
export const linkInArguments = (argv: readonly string[]): string | null => argv.find((word) => word.startsWith('pynchy:')) ?? null;
