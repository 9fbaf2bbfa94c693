import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { connectToolbox, type ToolboxClient } from '#core/sandbox/client.ts';
import { defaultLimits } from '#core/sandbox/ports.ts';
import type { SandboxProvider, SandboxSpec } from '#plugin-api';

/** A toolbox in some place, with its pipe connected. */
export interface Placed {
  readonly client: ToolboxClient;
  /** Times that a call did not end in time. */
  readonly stuck: () => number;
  readonly dispose: () => Promise<void>;
}
export type Place = (toolboxDir: string, root: string) => Promise<Placed>;

const connect = (open: Parameters<typeof connectToolbox>[0]['open'], onStuck: () => void): Promise<ToolboxClient> =>
  connectToolbox({ open, nonce: randomUUID(), helloMs: 10_000, stuckMs: 5_000, pingMs: 15_000, onStuck }, new AbortController().signal);

/** As a plain child of this process: what the sandboxes add is missing, the toolbox is the same. */
export const asPlainChild: Place = async (toolboxDir, root) => {
  const child = spawn(process.execPath, [join(toolboxDir, 'process.mjs'), '--root', root], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  let stuck = 0;
  const open = async function* (input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    void (async () => {
      for await (const bytes of input) child.stdin.write(bytes);
      child.stdin.end();
    })();
    yield* child.stdout;
  };
  const client = await connect(open, () => stuck++);
  const dispose = async (): Promise<void> => {
    client.close();
    await exited;
  };
  return { client, stuck: () => stuck, dispose };
};

/** In the sandbox of a provider. */
export const inSandbox =
  (provider: SandboxProvider, limits: SandboxSpec['limits'] = defaultLimits, image = ''): Place =>
  async (toolboxDir, root) => {
    const mounts = [{ host: root, inside: '/workspace', write: true }];
    const spec = {
      launchId: randomUUID(),
      installId: 'test',
      workspaceId: 'w',
      epoch: 1,
      image,
      fingerprint: '',
      outliveMs: 60_000,
      toolboxDir,
      mounts,
      limits,
      env: {},
    };
    const started = await provider.start(spec, new AbortController().signal);
    if (!started.ok) throw new Error(`${provider.id}: ${started.text}`);
    let stuck = 0;
    const client = await connect(
      (input, signal) => provider.open(started.value.handle, input, signal),
      () => stuck++,
    );
    const dispose = async (): Promise<void> => {
      client.close();
      const stopped = await provider.stop(started.value.handle, 500);
      if (!stopped.ok) throw new Error(stopped.text);
    };
    return { client, stuck: () => stuck, dispose };
  };
