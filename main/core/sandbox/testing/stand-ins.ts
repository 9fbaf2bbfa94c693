import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { encodeFrame, readFrames } from '#contract/toolbox/frames.ts';
import { HostMessage } from '#contract/toolbox/protocol.ts';
import { fail, ok, type SandboxProvider, type SandboxSpec } from '#plugin-api';
import type { SandboxRow, SandboxStore } from '../ports.ts';

/** The store's port over a Map. */
export const createMemoryStore = (): SandboxStore => {
  const rows = new Map<string, SandboxRow>();
  return {
    get: (workspaceId) => rows.get(workspaceId) ?? null,
    list: () => [...rows.values()],
    claim: (workspaceId, provider) => {
      const epoch = (rows.get(workspaceId)?.epoch ?? 0) + 1;
      rows.set(workspaceId, { workspaceId, epoch, provider, handle: null, state: 'starting', reason: null });
      return epoch;
    },
    adopt: (workspaceId, epoch) => {
      const row = rows.get(workspaceId);
      if (row === undefined || row.epoch !== epoch) return false;
      rows.set(workspaceId, { ...row, state: 'ready', reason: null });
      return true;
    },
    set: (workspaceId, epoch, change) => {
      const row = rows.get(workspaceId);
      if (row === undefined || row.epoch !== epoch) return false;
      const { state, handle = row.handle, reason = row.reason } = change;
      rows.set(workspaceId, { ...row, state, handle, reason });
      return true;
    },
  };
};

export interface TestProvider extends SandboxProvider {
  readonly started: SandboxSpec[];
  readonly stopped: string[];
  probes: number;
  /** Next starts that fail. */
  failing: number;
  works: boolean;
  /** stop() cannot confirm. */
  stubborn: boolean;
  readonly leftovers: { handle: string; workspaceId: string; epoch: number; state: 'running' | 'stopped' }[];
  kill(): void;
}

/** Places a real toolbox as a plain child process (`toolboxDir` of the spec), and can be told to fail. */
export const createPlainProvider = (id: string, priority: number): TestProvider => {
  const children = new Map<string, { child: ChildProcess; exited: Promise<unknown> }>();
  const provider: TestProvider = {
    id,
    priority,
    isolation: 'none',
    started: [],
    stopped: [],
    leftovers: [],
    probes: 0,
    failing: 0,
    works: true,
    stubborn: false,
    probe: async () => {
      provider.probes++;
      return provider.works ? ok({ version: `${id} 1` }) : fail('broken', 'told not to work');
    },
    start: async (spec) => {
      provider.started.push(spec);
      if (provider.failing-- > 0) return fail('broken', 'told to fail');
      const args = [join(spec.toolboxDir, 'process.mjs'), '--root', spec.mounts[0]?.host ?? ''];
      const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
      children.set(spec.launchId, { child, exited: new Promise((resolve) => child.once('exit', resolve)) });
      return ok({ handle: spec.launchId });
    },
    open: async function* (handle, input) {
      const child = children.get(handle)?.child;
      if (child?.stdin == null || child.stdout === null) throw new Error('not started');
      const { stdin, stdout } = child;
      stdin.on('error', () => {}); // it was killed
      void (async () => {
        for await (const bytes of input) stdin.write(bytes);
        stdin.end();
      })();
      yield* stdout;
    },
    list: async () => provider.leftovers,
    stop: async (handle) => {
      if (provider.stubborn) return fail('still-running', 'told not to stop');
      provider.stopped.push(handle);
      const left = provider.leftovers.findIndex((found) => found.handle === handle);
      if (left >= 0) provider.leftovers.splice(left, 1);
      const here = children.get(handle);
      here?.child.kill('SIGKILL');
      await here?.exited;
      return ok('gone');
    },
    stats: async () => ({ cpu: 0, memBytes: 0 }),
    kill: () => {
      for (const { child } of children.values()) child.kill('SIGKILL');
    },
  };
  return provider;
};

/** A toolbox that says hello (with `nonce`, if given, instead of the right one) and then nothing any more. */
export async function* silentToolbox(input: AsyncIterable<Uint8Array>, nonce?: string): AsyncGenerator<Uint8Array> {
  for await (const { head } of readFrames(input)) {
    const message = HostMessage.parse(head);
    if (message.type !== 'hello') continue;
    const hello = { type: 'hello', protocol: 1, nonce: nonce ?? message.nonce, version: '0', kind: 'process', features: [], missing: [] };
    yield encodeFrame(hello);
  }
}
