import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mediaOf } from '../sim/whatsapp/media.ts';
import { startWhatsAppSim } from '../sim/whatsapp/server.ts';
import { act } from './actions.ts';
import { enterCast } from './cast.ts';
import { type HostChild, startHostChild } from './host-child.ts';
import { servePage } from './page-server.ts';
import { followCodes } from './shown-codes.ts';
import { snapshot } from './snapshot.ts';

export interface DemoOptions {
  /** Where these parts lie, built. */
  readonly toolboxDir: string;
  readonly rendererDir: string;
  readonly phonePort?: number;
  readonly startsAgainAfterMs?: number;
  readonly failed: (why: string) => void;
}
const root = fileURLToPath(new URL('../..', import.meta.url));

/** A host on a data folder of its own, a simulated WhatsApp with people in it, and a page with their phones. */
export const startDemo = async (o: DemoOptions) => {
  const home = mkdtempSync(join(tmpdir(), 'pynchy-demo-'));
  const sim = await startWhatsAppSim();
  await enterCast(sim);
  let host: HostChild | null = null;
  const codes = followCodes(home, () => page.changed());
  const picture = (who: string, id: string) => {
    const { content } = sim.phone(who).message(id);
    return { mime: mediaOf(content).media.mimetype ?? '', content: sim.media.open(content).content };
  };
  const page = await servePage(
    {
      state: () => snapshot(sim, host, codes),
      act: (action) => {
        if (!host) throw new Error('The host has not started yet.');
        return act(action, { sim, host, codes, picture: () => readFile(join(root, 'docs/guide/phone.png')) });
      },
      picture,
    },
    o.phonePort,
  );
  const deaf = sim.onChange(() => page.changed());
  const close = async (): Promise<void> => {
    deaf();
    await host?.close();
    await page.close();
    await sim.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    host = await startHostChild({
      args: [home, sim.url, sim.media.host, o.toolboxDir, o.rendererDir, root],
      startsAgainAfterMs: o.startsAgainAfterMs ?? 3_000,
      changed: () => page.changed(),
      ready: () => void codes.follow(),
      failed: o.failed,
    });
  } catch (error) {
    await close();
    throw error;
  }
  return { sim, home, phoneUrl: page.url, appLink: host.link, codes, close };
};
