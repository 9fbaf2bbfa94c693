import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type HostUnderTest, startHost } from '../harness/in-process-host.ts';

/** Ended after the test. */
export const closers: (() => unknown)[] = [];
/** Ends in reverse order what the test has begun. */
export const closeAll = async (): Promise<void> => {
  for (const close of closers.splice(0).reverse()) await close();
};

export const started = async (o: Parameters<typeof startHost>[0] = {}): Promise<HostUnderTest> => {
  const t = await startHost(o);
  closers.push(t.stop);
  return t;
};
/** Writes past the host. */
export const sql = (home: string, text: string): void => {
  const db = new DatabaseSync(join(home, 'pynchy.db'));
  try {
    db.exec(text);
  } finally {
    db.close();
  }
};
/** One page of the file turns into noise, as a dying disk does it. */
export const tearPage = (home: string, index: string): void => {
  const file = join(home, 'pynchy.db');
  const db = new DatabaseSync(file, { readOnly: true });
  const page = Number(db.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(index)?.rootpage);
  const bytes = Number(db.prepare('PRAGMA page_size').get()?.page_size);
  db.close();
  const fd = openSync(file, 'r+');
  try {
    writeSync(fd, Buffer.alloc(bytes, 0xee), 0, bytes, (page - 1) * bytes);
  } finally {
    closeSync(fd);
  }
};
export const withAccount = async (baseUrl: string, key: string | null, provider = 'openai'): Promise<HostUnderTest> => {
  const t = await started();
  await t.client.accounts.add({ name: 'work', provider, baseUrl, key });
  return t;
};
/** The address of a server that refuses every call with this status. */
export const refusing = async (status: number): Promise<string> => {
  const server = createServer((_, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end('{"error":{"message":"no"}}'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise((resolve) => server.close(resolve)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
};
/** An address at which nothing listens. */
export const nobodyThere = async (): Promise<string> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}/v1`;
};
export const canMount = process.platform === 'linux' && process.getuid?.() === 0;
export const smallDisk = (megabytes: number): string => {
  const dir = mkdtempSync(join(tmpdir(), 'pynchy-small-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', dir]);
  closers.push(() => {
    execFileSync('umount', [dir]);
    rmSync(dir, { recursive: true });
  });
  return dir;
};
