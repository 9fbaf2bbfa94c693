import { once } from 'node:events';
import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { serveFile } from './static-files.ts';

// A file that is there and fails when it is read: the kernel gives such a one.
it.skipIf(process.platform !== 'linux')('goes on serving when a file cannot be read', async () => {
  const root = mkdtempSync(join(tmpdir(), 'pynchy-static-'));
  writeFileSync(join(root, 'index.html'), 'here');
  symlinkSync('/proc/self/mem', join(root, 'bad.html'));
  const server = createServer((request, response) => void serveFile(root, request.url ?? '/', response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    await fetch(`${url}/bad.html`)
      .then((answer) => answer.text())
      .catch(() => undefined);
    expect(await (await fetch(url)).text()).toBe('here');
  } finally {
    server.close();
  }
});
