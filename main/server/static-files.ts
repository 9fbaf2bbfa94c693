import { createReadStream, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { pipeline } from 'node:stream';

/** What is served, by the end of its name; anything else is not there. */
export const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
};

/** A file below `root` by URL path; false when there is none. Hashed assets may be cached for ever, the page never. */
export const serveFile = (root: string, urlPath: string, response: ServerResponse): boolean => {
  let path: string;
  try {
    path = normalize(join(root, decodeURIComponent(urlPath === '/' ? '/index.html' : urlPath)));
  } catch {
    return false;
  }
  const type = contentTypes[extname(path)];
  if (!path.startsWith(root + sep) || !type) return false;
  let size: number;
  try {
    const stat = statSync(path);
    if (!stat.isFile()) return false;
    size = stat.size;
  } catch {
    return false;
  }
  response.writeHead(200, {
    'content-type': type,
    'content-length': size,
    'cache-control': urlPath.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-store',
  });
  // A file that goes away now ends this answer, and nothing else.
  pipeline(createReadStream(path), response, () => undefined);
  return true;
};
