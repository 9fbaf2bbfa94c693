import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SimulatedPage {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}
export interface WebServer {
  readonly port: number;
  readonly requests: { url: string; headers: Record<string, string | undefined> }[];
  set(path: string, page: SimulatedPage): void;
  close(): Promise<void>;
}

/** A web server on this machine with the pages it was given; also SearXNG (/search) and Brave (/res/v1/web/search) when told so. */
export const startWebServer = async (
  o: { hits?: readonly object[]; braveKey?: string; jsonAllowed?: boolean } = {},
): Promise<WebServer> => {
  const pages = new Map<string, SimulatedPage>();
  const requests: WebServer['requests'] = [];
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(request.url ?? '/', 'http://here');
    requests.push({ url: request.url ?? '', headers: request.headers as Record<string, string | undefined> });
    const page = pages.get(url.pathname) ?? service(url, request);
    response.writeHead(page.status ?? 200, { 'content-type': 'text/html; charset=utf-8', ...page.headers }).end(page.body ?? '');
  };
  const service = (url: URL, request: IncomingMessage): SimulatedPage => {
    const json = (value: unknown): SimulatedPage => ({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) });
    if (o.hits && url.pathname.endsWith('/search') && url.searchParams.get('format') === 'json')
      return o.jsonAllowed === false ? { status: 403, body: 'Forbidden' } : json({ query: url.searchParams.get('q'), results: o.hits });
    if (o.hits && url.pathname === '/res/v1/web/search') {
      if (request.headers['x-subscription-token'] !== o.braveKey) return { status: 401, body: '{}' };
      return json({ web: { results: o.hits.slice(0, Number(url.searchParams.get('count'))) } });
    }
    return { status: 404, body: 'nothing here' };
  };
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    set: (path, page) => void pages.set(path, page),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
