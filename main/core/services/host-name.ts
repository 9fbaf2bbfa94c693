import { isIP } from 'node:net';
import { AppError } from '#contract/errors.ts';

const hostForm = /^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;

/** A name, or `*.` and a name: what a connection is compared with. Numbers are allowed by their number only. Throws host-bad. */
export const hostOf = (typed: string): string => {
  const bad = new AppError('host-bad', { host: typed });
  if (/[\s/?#@\\]/.test(typed)) throw bad;
  const isBelow = typed.startsWith('*.');
  const host =
    URL.parse(`http://${isBelow ? typed.slice(2) : typed}/`)
      ?.host.replace(/\.$/, '')
      .replace(/^\[|\]$/g, '') ?? '';
  if (!hostForm.test(host) && !(isIP(host) === 6 && !isBelow)) throw bad;
  return isBelow ? `*.${host}` : host;
};
