import { pageOrigin } from '#contract/shell/channels.ts';

/** Scheme and host of an address. (Node gives "null" as the origin of a scheme that it does not know.) */
export const placeOf = (address: string): string => {
  const url = URL.parse(address);
  return url ? `${url.protocol}//${url.host}` : '';
};

/** Is it a page that this program serves itself? */
export const isOurPage = (address: string): boolean => placeOf(address) === pageOrigin;
