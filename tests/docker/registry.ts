import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

const sha = (bytes: Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** One file as a tar archive. */
const tarOf = (name: string, content: Uint8Array): Buffer => {
  const head = Buffer.alloc(512);
  head.write(name, 0);
  head.write('0000644\0', 100);
  head.write('0000000\0', 108);
  head.write('0000000\0', 116);
  head.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  head.write('00000000000\0', 136);
  head.write('        ', 148);
  head.write('0', 156);
  head.write('ustar\0', 257);
  head.write('00', 263);
  head.write(
    `${head
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  );
  const padding = Buffer.alloc((512 - (content.length % 512)) % 512);
  return Buffer.concat([head, content, padding, Buffer.alloc(1024)]);
};

export interface TestRegistry {
  /** host:port/name:tag */
  readonly image: string;
  readonly layerBytes: number;
  /** Resolves when the engine has begun to fetch the layer. */
  readonly asked: Promise<void>;
  close(): Promise<void>;
}

/** A registry on 127.0.0.1 with one image of one layer, sent in pieces with a pause between them. */
export const startRegistry = async (o: { megabytes: number; pieceMs: number }): Promise<TestRegistry> => {
  const tar = tarOf('ballast', randomBytes(o.megabytes * 1024 ** 2));
  const layer = gzipSync(tar, { level: 0 });
  const config = Buffer.from(
    JSON.stringify({ architecture: 'amd64', os: 'linux', config: {}, rootfs: { type: 'layers', diff_ids: [sha(tar)] }, history: [] }),
  );
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
      config: { mediaType: 'application/vnd.docker.container.image.v1+json', size: config.length, digest: sha(config) },
      layers: [{ mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip', size: layer.length, digest: sha(layer) }],
    }),
  );
  let ask: () => void = () => {};
  const asked = new Promise<void>((resolve) => (ask = resolve));
  const timers = new Set<NodeJS.Timeout>();
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    if (path === '/v2/') return void response.end('{}');
    if (path.includes('/manifests/')) {
      const type = 'application/vnd.docker.distribution.manifest.v2+json';
      response.writeHead(200, { 'content-type': type, 'docker-content-digest': sha(manifest), 'content-length': manifest.length });
      return void response.end(request.method === 'HEAD' ? undefined : manifest);
    }
    const blob = [config, layer].find((bytes) => path.endsWith(sha(bytes)));
    if (blob === undefined) return void response.writeHead(404).end('{}');
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': blob.length });
    if (blob === config) return void response.end(blob);
    ask();
    const piece = Math.ceil(blob.length / 10);
    const send = (at: number): void => {
      if (at >= blob.length) return void response.end();
      response.write(blob.subarray(at, at + piece));
      const timer = setTimeout(() => {
        timers.delete(timer);
        send(at + piece);
      }, o.pieceMs);
      timers.add(timer);
    };
    send(0);
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    image: `127.0.0.1:${(server.address() as AddressInfo).port}/ballast:1`,
    layerBytes: layer.length,
    asked,
    close: async () => {
      for (const timer of timers) clearTimeout(timer);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
