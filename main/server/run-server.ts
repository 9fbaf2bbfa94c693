import { dirname, join } from 'node:path';
import { createHost } from '#core/app/create-host.ts';
import { detectLocalServers, firstParty } from '../../plugins/first-party.ts';
import { serveLoopback } from './serve-loopback.ts';

export interface RunServerOptions {
  readonly home: string;
  readonly version: string;
  /** Where the built parts lie: toolbox/ and renderer/. */
  readonly outDir: string;
  /** When the toolbox lies elsewhere than with the other built parts. */
  readonly toolboxDir?: string;
  readonly samplesDir: string;
  readonly port?: number;
  /** What this computer's keychain keeps for the vault. */
  readonly keychainKey?: Uint8Array | null;
  readonly onStop: () => void;
}

/** The host, and the page for a browser: all of the headless shell, and what stands behind the desktop's. */
export const runServer = async (o: RunServerOptions) => {
  const host = await createHost({
    home: o.home,
    version: o.version,
    firstParty,
    toolboxDir: o.toolboxDir ?? `${o.outDir}/toolbox`,
    samplesDir: o.samplesDir,
    programDir: dirname(dirname(o.samplesDir)),
    recipeDir: join(dirname(o.samplesDir), 'sandbox'),
    containerRuntime: process.env.CONTAINER_RUNTIME,
    detectServers: detectLocalServers,
    keychainKey: o.keychainKey ?? null,
  });
  try {
    const server = await serveLoopback({
      host,
      rendererDir: `${o.outDir}/renderer`,
      onStop: o.onStop,
      ...(o.port === undefined ? {} : { port: o.port }),
    });
    return {
      host,
      server,
      async stop(): Promise<void> {
        await server.close();
        await host.stop();
      },
    };
  } catch (error) {
    await host.stop();
    throw error;
  }
};
