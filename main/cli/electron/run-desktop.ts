import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';

const Message = z.union([
  z.object({ ready: z.literal(true), url: z.string(), link: z.string(), hasTray: z.boolean() }),
  z.object({ failed: z.string() }),
]);
export type Ready = Extract<z.infer<typeof Message>, { ready: true }>;

export type DesktopEnd =
  | { readonly end: 'stopped' }
  /** It said why. */
  | { readonly end: 'failed'; readonly why: string }
  /** The system does not let Chromium make its sandbox. */
  | { readonly end: 'sandbox-refused' }
  | { readonly end: 'crashed'; readonly code: number | null; readonly said: string };

// What Chromium writes when it may not make its sandbox.
const refused = /No usable sandbox!|SUID sandbox helper binary was found, but is not configured correctly|Failed to move to new namespace/;
const keptOutput = 4_000;

/** Runs the desktop app until it ends. Signals reach it, and it ends when this process is gone. */
export const runDesktopApp = async (o: {
  program: string;
  root: string;
  env: NodeJS.ProcessEnv;
  args: readonly string[];
  onReady: (ready: Ready) => void;
}): Promise<DesktopEnd> => {
  const child = spawn(o.program, [join(o.root), ...o.args], {
    env: { ...o.env, PYNCHY_NODE: process.execPath },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  let failed: string | null = null;
  let isReady = false;
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-keptOutput);
  });
  child.on('message', (given) => {
    const message = Message.safeParse(given);
    if (!message.success) return;
    if ('failed' in message.data) failed = message.data.failed;
    else {
      isReady = true;
      o.onReady(message.data);
    }
  });
  const pass = (signal: NodeJS.Signals) => (): void => void child.kill(signal);
  const signals = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((name) => [name, pass(name)] as const);
  for (const [name, listener] of signals) process.on(name, listener);
  try {
    return await new Promise<DesktopEnd>((resolve) => {
      child.once('error', (error) => resolve({ end: 'crashed', code: null, said: error.message }));
      child.once('close', (code) => {
        if (failed !== null) resolve({ end: 'failed', why: failed });
        else if (isReady && code === 0) resolve({ end: 'stopped' });
        else if (refused.test(said)) resolve({ end: 'sandbox-refused' });
        else resolve(code === 0 ? { end: 'stopped' } : { end: 'crashed', code, said: said.trim().split('\n').at(-1) ?? '' });
      });
    });
  } finally {
    for (const [name, listener] of signals) process.off(name, listener);
  }
};
