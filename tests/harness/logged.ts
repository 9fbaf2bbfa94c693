import { watch } from 'node:fs';
import { join } from 'node:path';
import type { HostClient } from '#contract/client/connect.ts';

/** Resolves when the host's log says `text` (again, with `times`). For what makes no event. */
export const logged = async (host: { home: string; client: HostClient }, text: string, times = 1, timeoutMs = 20_000): Promise<void> => {
  const changes = watch(join(host.home, 'logs'));
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`waited ${timeoutMs / 1000} s for the log to say: ${text}`)), timeoutMs);
      const look = async (): Promise<void> => {
        const lines = await host.client.host.logs({});
        if (lines.filter((line) => line.text === text).length < times) return;
        clearTimeout(timer);
        resolve();
      };
      changes.on('change', () => void look().catch(reject));
      look().catch(reject);
    });
  } finally {
    changes.close();
  }
};
