import { AppError } from '#contract/errors.ts';

/**
 * The address of an account as it is stored: http or https, no slash at its end. A key goes over plain http only to this very
 * computer, since anybody on the way could read it. Throws bad-input with the reason.
 */
export const checkBaseUrl = (raw: string, hasKey: boolean): string => {
  const typed = raw.trim().replace(/\/+$/, '');
  if (typed === '') return '';
  const url = URL.parse(typed);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '')
    throw new AppError('bad-input', {
      detail: `"${typed.slice(0, 200)}" is not an address. It begins with http:// or https://, for example http://127.0.0.1:11434/v1.`,
    });
  if (url.username || url.password)
    throw new AppError('bad-input', { detail: 'An address has no user name and password in it; a key goes into its own field.' });
  if (hasKey && url.protocol === 'http:' && !isThisComputer(url.hostname))
    throw new AppError('bad-input', { detail: `${url.origin} is not encrypted, so the key could be read on the way. Use https.` });
  return typed;
};

const isThisComputer = (host: string): boolean => host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
