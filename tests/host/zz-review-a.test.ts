import { request } from 'node:http';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { startProcess } from '../harness/process-host.ts';
import { tempHome } from '../harness/temp-home.ts';

it('upgrade with a bad path', async () => {
  const home = tempHome();
  const host = await startProcess(home);
  if (!host) throw new Error('no start');
  const { port } = new URL(host.url);
  const answer = await new Promise<string>((resolve) => {
    const s = connect(Number(port), '127.0.0.1', () => s.write(`GET // HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n`));
    let t = '';
    s.on('data', (d) => (t += d));
    s.on('error', (e) => resolve(`error ${e.message}`));
    s.on('close', () => resolve(`closed ${t}`));
    setTimeout(() => resolve('silent ' + t), 3000);
  });
  const gone = await Promise.race([host.gone.then(() => true), new Promise((r) => setTimeout(() => r(false), 2000))]);
  console.log('UPGRADE', answer, 'host gone:', gone);
  if (!gone) await host.kill();
  void request;
  expect(1).toBe(1);
}, 60000);
