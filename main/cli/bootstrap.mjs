#!/usr/bin/env node
// Plain JavaScript that an old Node.js parses too: finds a Node.js that is new enough and the built program, and runs it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

// Hints name the program as it was called: by its own name where it was installed so, else through npm.
if (basename(process.argv[1] ?? '') === 'pynchy') process.env.PYNCHY_COMMAND ??= 'pynchy';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const program = join(root, 'out', 'main', 'cli.mjs');

if (!existsSync(program)) {
  console.error('Pynchy is not built here yet. Run: npm run build');
  process.exit(1);
}

const smallHeap = new URL('small-heap.mjs', import.meta.url).href;
const [major, minor] = process.versions.node.split('.').map(Number);
if (major > 22 || (major === 22 && minor >= 16)) {
  await import(smallHeap);
  await import(pathToFileURL(program).href);
} else {
  const own = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (!existsSync(own)) {
    console.error(
      `Pynchy needs Node.js 22.16 or newer; this is ${process.versions.node}. On Linux, npm ci brings one along; it was left out here (npm ci --omit=optional?).`,
    );
    process.exit(1);
  }
  const child = spawn(own, ['--import', smallHeap, program, ...process.argv.slice(2)], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  // Without this the channel alone would keep this process alive.
  if (child.channel) child.channel.unref();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = code === null ? (signal === 'SIGINT' ? 130 : 1) : code;
  });
}
