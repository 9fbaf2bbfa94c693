import { shell } from 'electron';
import type { Log } from '#core/base/log.ts';

const allowed = new Set(['https:', 'mailto:']);
const longest = 4_000;

/** The address in the form that is handed on, or null when it may not leave: the system runs handlers for any scheme. */
export const externalLink = (address: string): string | null => {
  const url = address.length <= longest ? URL.parse(address) : null;
  if (!url || !allowed.has(url.protocol) || url.username !== '' || url.password !== '') return null;
  return url.href;
};

/** The one gate to the system's browser and mail program. */
export const openExternally = (address: string, log: Log): void => {
  const href = externalLink(address);
  if (href === null) return log('warn', 'a link was not opened', { scheme: URL.parse(address)?.protocol ?? 'none' });
  shell.openExternal(href).catch((error: unknown) => log('warn', 'a link could not be opened', { error: String(error) }));
};
