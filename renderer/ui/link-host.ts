/**
 * Where a link leads, to be said beside its words: the host of an address (in the letters of the network, so that look-alikes show),
 * or whom a mail goes to. '' when the words are that address themselves. `text` is what is read, '' when that is not known.
 */
export const linkHost = (href: string, text: string): string => {
  let url: URL;
  try {
    url = new URL(href);
  } catch {
    return href;
  }
  const target = url.protocol === 'mailto:' ? url.pathname : url.host;
  const read = text.trim().toLowerCase();
  const scheme = url.protocol === 'mailto:' ? 'mailto:' : 'https://';
  const rest = [scheme + target, target].find((start) => read.startsWith(start.toLowerCase()));
  return rest !== undefined && /^$|^[/?#]/.test(read.slice(rest.length)) ? '' : target;
};
