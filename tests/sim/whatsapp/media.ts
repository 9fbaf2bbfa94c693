import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { normalizeMessageContent, proto } from '@whiskeysockets/baileys';
import { type MediaType, seal, unseal } from './media-seal.ts';

export interface MediaFaults {
  /** Every download and upload is answered with this. */
  status: number | null;
  /** Downloads end after so many bytes, without a word. */
  cutAfter: number | null;
  /** One byte of each download is another one. */
  isSwapped: boolean;
  /** Nothing is answered before it resolves. */
  gate: Promise<void> | null;
}
export interface SentFile {
  readonly type: MediaType;
  readonly content: Uint8Array;
  readonly mime: string;
  readonly name?: string;
  readonly caption?: string;
  readonly ptt?: boolean;
  /** Instead of the true size. */
  readonly saidBytes?: number;
}

/** The server for files: sealed by whoever sends them, fetched by path, uploaded by POST. In memory. */
export const startMedia = async () => {
  const files = new Map<string, Buffer>();
  const requests: { method: string; path: string; status: number }[] = [];
  const faults: MediaFaults = { status: null, cutAfter: null, isSwapped: false, gate: null };

  const put = (body: Buffer): string => {
    const path = `/v/t62/${randomBytes(12).toString('hex')}.enc?ccb=1&oh=${randomBytes(4).toString('hex')}`;
    files.set(path, body);
    return path;
  };
  const receive = async (request: IncomingMessage): Promise<{ status: number; body: string }> => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const url = new URL(request.url ?? '/', 'http://media');
    const [, , type = '', token] = url.pathname.split('/');
    if (!url.pathname.startsWith('/mms/') || !['image', 'video', 'audio', 'document'].includes(type)) return { status: 404, body: '{}' };
    if (url.searchParams.get('auth') !== 'auth' || url.searchParams.get('token') !== token) return { status: 401, body: '{}' };
    const directPath = put(Buffer.concat(parts));
    return { status: 200, body: JSON.stringify({ url: `https://mmg.whatsapp.net${directPath}`, direct_path: directPath }) };
  };
  const give = (path: string, response: ServerResponse): number => {
    const body = files.get(path);
    if (!body) {
      response.writeHead(410).end();
      return 410;
    }
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': body.length });
    if (faults.cutAfter !== null) {
      response.write(body.subarray(0, faults.cutAfter), () => response.socket?.destroy());
      return 200;
    }
    const sent = Buffer.from(body);
    if (faults.isSwapped) sent[0] = (sent[0] ?? 0) ^ 1;
    response.end(sent);
    return 200;
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url: path = '/' } = request;
    await faults.gate;
    const record = (status: number): void => void requests.push({ method, path, status });
    if (faults.status !== null) {
      request.resume();
      record(faults.status);
      response.writeHead(faults.status).end();
    } else if (method === 'POST') {
      const { status, body } = await receive(request);
      record(status);
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    } else record(give(path, response));
  };
  const http = createServer((request, response) => void handle(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(http.address() as AddressInfo).port}`;

  return {
    host,
    faults,
    /** Everything that was asked for, with its answer. */
    requests,
    /** As a message of a phone, its file on the server. */
    message(file: SentFile): proto.IMessage {
      const sealed = seal(file.content, file.type);
      const directPath = put(sealed.body);
      const { name, caption, ptt } = file;
      const media = {
        url: `https://mmg.whatsapp.net${directPath}`,
        directPath,
        mediaKey: sealed.mediaKey,
        fileSha256: sealed.sha256,
        fileEncSha256: sealed.encSha256,
        fileLength: file.saidBytes ?? file.content.length,
        mimetype: file.mime,
        ...(name === undefined ? {} : { fileName: name, title: name }),
        ...(caption === undefined ? {} : { caption }),
        ...(ptt === undefined ? {} : { ptt, seconds: 3 }),
      };
      return proto.Message.fromObject({ [`${file.type}Message`]: media });
    },
    /** What a phone sees when it opens the file of a message; throws when the file is not what the message says. */
    open(message: proto.IMessage): { type: MediaType; content: Buffer } {
      const { type, media } = mediaOf(message);
      const body = files.get(media.directPath ?? '');
      if (!body) throw new Error('there is no such file on the server');
      const said = { mediaKey: bytes(media.mediaKey), sha256: bytes(media.fileSha256), encSha256: bytes(media.fileEncSha256) };
      return { type, content: unseal(body, type, said) };
    },
    /** The network keeps files for some weeks only. */
    forget: (message: proto.IMessage): void => void files.delete(mediaOf(message).media.directPath ?? ''),
    /** A phone puts the file of its message there again; only the place is new. */
    putAgain(message: proto.IMessage, content: Uint8Array): string {
      const { type, media } = mediaOf(message);
      return put(seal(content, type, Buffer.from(bytes(media.mediaKey))).body);
    },
    async close(): Promise<void> {
      http.closeAllConnections();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
};
export type Media = Awaited<ReturnType<typeof startMedia>>;

const bytes = (value: Uint8Array | null | undefined): Uint8Array => value ?? new Uint8Array();
export const mediaOf = (message: proto.IMessage) => {
  const inner = normalizeMessageContent(message) ?? message;
  for (const type of ['image', 'video', 'audio', 'document', 'sticker'] as const) {
    const media = inner[`${type}Message`];
    if (media) return { type, media };
  }
  throw new Error('there is no file in this message');
};
