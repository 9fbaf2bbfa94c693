import { type ModelSim, startModelSim } from '../sim/models/server.ts';
import { type HostUnderTest, type StartOptions, startHost } from './in-process-host.ts';
import { useModel } from './wire.ts';

/** A host whose workspace `home` thinks with a simulated model server. */
export interface World extends HostUnderTest {
  readonly sim: ModelSim;
  /** Stops the host and starts it again on the same home. */
  restart(): Promise<World>;
  close(): Promise<void>;
}

export const startWorld = async (o: StartOptions = {}): Promise<World> => {
  const sim = await startModelSim();
  const t = await startHost(o);
  await useModel(t.client, sim);
  return worldOf(t, sim, o);
};

const worldOf = (t: HostUnderTest, sim: ModelSim, o: StartOptions): World => ({
  ...t,
  sim,
  async restart() {
    await t.stop();
    return worldOf(await startHost({ ...o, home: t.home }), sim, o);
  },
  async close() {
    await t.stop();
    await sim.close();
  },
});
