import { readFile } from 'node:fs/promises';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { type Protocol, protocol } from 'electron';
import { pageScheme } from '#contract/shell/channels.ts';
import type { Host } from '#core/app/create-host.ts';
import { pagePolicy } from '../server/page-policy.ts';
import { sentFileHeaders } from '../server/sent-files.ts';
import { contentTypes } from '../server/static-files.ts';
import { isOurPage } from './security/our-page.ts';

/** Before `ready`: our pages behave as on https, with relative addresses and a policy. */
export const registerPageScheme = (): void =>
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);

export interface PageSource {
  /** The built page. */
  readonly rendererDir: string;
  /** A file of a chat by its hash; null when nobody sent it. */
  readonly sentFile: Host['sentFile'];
}

/** Serves the built page, and nothing outside its folder, under app://pynchy. */
export const servePage = (on: Protocol, source: PageSource): void => {
  const root = resolve(source.rendererDir);
  on.handle(pageScheme, async (request) => {
    const url = URL.parse(request.url);
    if (!url || !isOurPage(request.url)) return closed(403);
    if (request.method !== 'GET' && request.method !== 'HEAD') return closed(405);
    if (url.pathname.startsWith('/blobs/')) return answerFile(request, source.sentFile(url.pathname.slice('/blobs/'.length)));
    const file = fileOf(root, url.pathname);
    const type = file === null ? undefined : contentTypes[extname(file)];
    if (file === null || type === undefined) return closed(404);
    const bytes = await readFile(file).catch(() => null);
    return bytes === null ? closed(404) : new Response(bytes, { headers: { ...guards, 'content-type': type } });
  });
};

/** The file below `root` that a path names, or null: decoded once, then compared. */
export const fileOf = (root: string, path: string): string | null => {
  try {
    const file = normalize(join(root, decodeURIComponent(path === '/' ? '/index.html' : path)));
    return file.startsWith(root + sep) && !file.includes('\0') ? file : null;
  } catch {
    return null;
  }
};

// The same headers as in a browser: what somebody sent never runs.
const answerFile = (request: Request, file: ReturnType<Host['sentFile']>): Response => {
  if (!file) return closed(404);
  const headers = Object.entries(sentFileHeaders(file)).map(([name, value]): [string, string] => [name, String(value)]);
  const body = request.method === 'HEAD' ? null : ReadableStream.from(file.stream());
  return new Response(body, { headers });
};

const guards = {
  'content-security-policy': pagePolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
};
const closed = (status: number): Response => new Response(null, { status, headers: guards });
