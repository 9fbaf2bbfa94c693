import { request } from 'node:http';
import { WebSocket } from 'ws';
import type { Attack } from '../attack.ts';
import type { Window } from '../world/window.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}
const ask = (w: Window, path: string, o: { method?: string; headers?: Record<string, string>; body?: string } = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(w.server.url);
    const sent = request({ hostname, port, path, method: o.method ?? 'GET', headers: o.headers ?? {} }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString('latin1')));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    sent.on('error', reject);
    sent.end(o.body);
  });
/** Whether the API lets somebody in with these headers. */
const isIn = (w: Window, headers: Record<string, string>): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`${w.server.url.replace('http', 'ws')}/rpc`, { headers });
    socket.on('close', () => resolve(false));
    socket.on('unexpected-response', () => resolve(false));
    socket.on('error', () => undefined);
    // Who is not known is closed right after the handshake; whoever is there after a round trip is in.
    socket.on('open', () => socket.ping());
    socket.on('pong', () => {
      if (socket.readyState !== WebSocket.OPEN) return;
      resolve(true);
      socket.close();
    });
  });
const at = (id: string, goal: string, knock: (w: Window) => Promise<boolean>): Attack<Window> => ({
  id,
  goal,
  verdict: 'refused',
  async run(w) {
    const won = await knock(w);
    return { won, verdict: won ? 'allowed' : 'refused' };
  },
});
const codeOf = (w: Window): string => new URL(w.server.openLink()).hash.slice(3);
const swap = (w: Window, code: string, headers: Record<string, string> = {}): Promise<Answer> =>
  ask(w, '/api/session', { method: 'POST', headers, body: JSON.stringify({ code }) });
const bearer = (w: Window): Record<string, string> => ({ authorization: `Bearer ${w.server.token}` });
const cookie = (w: Window, value: string): Record<string, string> => ({ cookie: `pynchy_session_${new URL(w.server.url).port}=${value}` });

/** The door of the host: pages, sign-in, the socket of the API. */
export const door = (): Attack<Window>[] => [
  at('DOOR-01', 'use the API without signing in', (w) => isIn(w, {})),
  at('DOOR-02', 'use the API with a token that was guessed', (w) =>
    isIn(w, { authorization: `Bearer ${'0'.repeat(w.server.token.length)}` }),
  ),
  at('DOOR-03', 'use the API with a cookie that was guessed', (w) => isIn(w, cookie(w, 'x'.repeat(43)))),
  at('DOOR-04', 'use the API from the page of another site', (w) => isIn(w, { ...bearer(w), origin: 'https://evil.example' })),
  at('DOOR-05', 'use the API from a page without an origin', (w) => isIn(w, { ...bearer(w), origin: 'null' })),
  at('DOOR-06', 'use the API by a name that was pointed at this computer', (w) => isIn(w, { ...bearer(w), host: 'rebound.example' })),
  at('DOOR-07', 'use the API by a name that begins like this computer', (w) =>
    isIn(w, { ...bearer(w), host: `127.0.0.1.evil.example:${new URL(w.server.url).port}` }),
  ),
  at('DOOR-08', 'use the API from another port of this computer', (w) => isIn(w, { ...bearer(w), origin: 'http://127.0.0.1:1' })),
  at('DOOR-09', 'sign in with a link that was used', async (w) => {
    const code = codeOf(w);
    await swap(w, code);
    return (await swap(w, code)).status === 204;
  }),
  at('DOOR-10', 'sign in with a code that was made up', async (w) => (await swap(w, 'x'.repeat(43))).status === 204),
  at(
    'DOOR-11',
    'sign in from the page of another site',
    async (w) => (await swap(w, codeOf(w), { origin: 'https://evil.example' })).status === 204,
  ),
  at('DOOR-12', 'read the host’s token by a path with dots', async (w) =>
    (await ask(w, `/${'..%2f'.repeat(12)}${w.home.slice(1)}/host.json`)).body.includes(w.server.token),
  ),
  at('DOOR-13', 'read files of the data folder by a path with encoded dots', async (w) => {
    const up = encodeURIComponent(`../../../../../../../..${w.outer.path}`);
    return (await ask(w, `/${up}`)).body.includes(w.outer.canary);
  }),
  at(
    'DOOR-14',
    'read sent files without signing in',
    async (w) => (await ask(w, `/blobs/${await sent(w, 'a.txt', 'plain words')}`)).status === 200,
  ),
  at('DOOR-15', 'have a sent file run as a page of the host', async (w) => {
    const sha = await sent(w, 'page.html', '<!doctype html><script>fetch("/rpc")</script>');
    const { headers } = await ask(w, `/blobs/${sha}`, { headers: bearer(w) });
    const isSandboxed = String(headers['content-security-policy']).includes('sandbox');
    return !isSandboxed || !String(headers['content-disposition']).startsWith('attachment');
  }),
  at('DOOR-16', 'have a drawing with a script in it shown as a picture', async (w) => {
    const sha = await sent(w, 'x.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    const { headers } = await ask(w, `/blobs/${sha}`, { headers: bearer(w) });
    return !String(headers['content-disposition']).startsWith('attachment');
  }),
];

/** A file that the person sent with a message. Returns its hash. */
const sent = async (w: Window, name: string, content: string): Promise<string> => {
  const s = await w.stage();
  const data = Buffer.from(content);
  const { uploadId } = await w.client.blobs.begin({ chatId: s.chatId, name, bytes: data.length });
  await w.client.blobs.piece({ uploadId, offset: 0, data: new Blob([data]) });
  const { sha256 } = await w.client.blobs.end({ uploadId });
  await s.drive([], { text: 'Keep this.', files: [sha256] });
  return sha256;
};
