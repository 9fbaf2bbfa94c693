import { randomUUID } from 'node:crypto';
import { createSandboxes } from '#core/sandbox/create-sandboxes.ts';
import type { SandboxDeps, Sandboxes, SandboxRow, SandboxStore } from '#core/sandbox/ports.ts';
import type { SandboxProvider } from '#plugin-api';
import { createMemoryStore } from '../../main/core/sandbox/testing/stand-ins.ts';
import { tempFolder } from '../harness/temp-home.ts';
import { containersOf, dockerUnderTest, engineCall } from './engine.ts';

export interface SandboxesUnderTest {
  readonly sandboxes: Sandboxes;
  readonly store: SandboxStore;
  readonly installId: string;
  readonly logged: string[];
  readonly folder: (workspaceId: string) => string;
  /** Resolves as soon as the row of the workspace is as wanted. */
  readonly until: (workspaceId: string, wanted: (row: SandboxRow | null) => boolean) => Promise<void>;
  /** Ends all; what is left at the engine is removed. Returns how much was left. */
  close(): Promise<number>;
}

/** The real stage over the real engine. */
export const sandboxesUnderTest = (
  toolboxDir: string,
  more: Partial<SandboxDeps> & { providers?: () => { pluginId: string; impl: SandboxProvider }[] } = {},
): SandboxesUnderTest => {
  const store = more.store ?? createMemoryStore();
  const installId = more.installId ?? `test-${randomUUID()}`;
  const folders = new Map<string, string>();
  const folder = (workspaceId: string): string => {
    const found = folders.get(workspaceId) ?? tempFolder(`docker-${workspaceId}`);
    folders.set(workspaceId, found);
    return found;
  };
  const listeners = new Set<() => void>();
  const logged: string[] = [];
  const provider = dockerUnderTest({ said: (text) => logged.push(text) });
  const sandboxes = createSandboxes({
    providers: () => [{ pluginId: 'docker', impl: provider }],
    choice: () => 'docker',
    workspaceDir: folder,
    toolboxDir,
    idleStopMs: () => 600_000,
    limits: { cpu: 1, memBytes: 256 * 1024 ** 2, pids: 128, diskBytes: 1024 ** 3 },
    log: (level, text, data) => logged.push(`${level} ${text} ${JSON.stringify(data)}`),
    changed: () => {
      for (const look of listeners) look();
    },
    ...more,
    store,
    installId,
  });
  return {
    sandboxes,
    store,
    installId,
    logged,
    folder,
    until: (workspaceId, wanted) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!wanted(store.get(workspaceId))) return;
          listeners.delete(look);
          resolve();
        };
        listeners.add(look);
        look();
      }),
    close: async () => {
      await sandboxes.stopAll(0);
      const left = await containersOf(installId);
      for (const id of left) await engineCall(`/containers/${id}?force=1`, 'DELETE');
      return left.length;
    },
  };
};
