import { createHost } from '#core/app/create-host.ts';
import { detectLocalServers, firstParty } from '../../plugins/first-party.ts';
import { serveLoopback } from './serve-loopback.ts';

export interface RunServerOptions {
  readonly home: string;
  readonly version: string;
  /** Where the built parts lie: toolbox/ and renderer/. */
  readonly outDir: string;
  readonly samplesDir: string;
  readonly port?: number;
  readonly onStop: () => void;
}

/** The headless shell: the host, and the page for a browser. */
export const runServer = async (o: RunServerOptions) => {
  const host = await createHost({
    home: o.home,
    version: o.version,
    firstParty,
    toolboxDir: `${o.outDir}/toolbox`,
    samplesDir: o.samplesDir,
    detectServers: detectLocalServers,
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
