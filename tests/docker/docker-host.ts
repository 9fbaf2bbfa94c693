import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { HostClient } from '#contract/client/connect.ts';
import { type ProcessHost, startProcess } from '../harness/process-host.ts';
import { engineAddress, testImage } from './engine.ts';

/** A host process whose workspaces work in containers of the test engine. */
export const startDockerHost = async (
  home: string,
  o: { address?: string; image?: string; runtime?: string } = {},
): Promise<ProcessHost> => {
  const env = { DOCKER_HOST: o.address ?? engineAddress, CONTAINER_RUNTIME: o.runtime ?? 'docker' };
  const host = await startProcess(home, { env });
  if (host === null) throw new Error('the host did not start');
  await host.client.plugins.saveSettings({ id: 'docker', settings: { image: o.image ?? testImage } });
  return host;
};

/** Ends it in good order, with its containers. */
export const stopHost = async (host: ProcessHost): Promise<void> => {
  process.kill(host.pid, 'SIGTERM');
  await host.gone;
};

export const installOf = (home: string): string => {
  const db = new DatabaseSync(join(home, 'pynchy.db'), { readOnly: true });
  try {
    return String((db.prepare('SELECT install_id FROM meta').get() as { install_id: string }).install_id);
  } finally {
    db.close();
  }
};

export const sandboxOf = async (client: HostClient) => (await client.host.status()).sandboxes[0];
