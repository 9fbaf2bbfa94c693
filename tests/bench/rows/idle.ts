import { setTimeout as delay } from 'node:timers/promises';
import { addModelAccount, addWorkspace, newChat, withConversation } from '../conversation.ts';
import { withRunningHost } from '../host.ts';
import type { Model } from '../model.ts';
import { childrenOf, cpuMsOf, privateBytesOf, rssBytesOf } from '../processes.ts';
import type { Row } from '../report.ts';
import { mb } from '../stats.ts';

const idleMs = 20_000;
const settleMs = 3_000;

/** What a host costs that nobody talks to: a new one, then one with a sandbox that has done its work. */
export const idleRows = async (home: string, model: Model): Promise<Row[]> => {
  if (process.platform !== 'linux') return [];
  return withRunningHost(home, async (client, host) => {
    await delay(settleMs);
    const before = cpuMsOf(host.pid);
    const began = performance.now();
    await delay(idleMs);
    const share = ((cpuMsOf(host.pid) - before) / (performance.now() - began)) * 100;
    const rss = mb(rssBytesOf(host.pid));
    const idle: Row = {
      name: 'idle host',
      budget: 'RSS <= 130 MB, CPU < 1 % of a core',
      measured: `RSS ${rss.toFixed(0)} MB, CPU ${share.toFixed(2)} %`,
      peer: '',
      ok: rss <= 130 && share < 1,
      numbers: { rssMb: rss, cpuPercent: share },
    };

    const account = await addModelAccount(client, model.url, 'openai');
    const workspaceId = await addWorkspace(client, 'tools', account);
    const chatId = await newChat(client, workspaceId);
    await withConversation(client, async ({ say }) => {
      for (let n = 0; n < 10; n++) await say(chatId, `TOOL ${n}`);
    });
    await delay(settleMs);
    const afterMb = mb(rssBytesOf(host.pid));
    const worked: Row = {
      name: 'host after ten turns with a tool',
      budget: '',
      measured: `RSS ${afterMb.toFixed(0)} MB`,
      peer: '',
      ok: null,
      numbers: { rssMb: afterMb },
    };
    const { sandboxes } = await client.host.status();
    const sandbox = sandboxes.find((s) => s.workspaceId === workspaceId);
    const pids = childrenOf(host.pid);
    const privateMb = mb(pids.reduce((sum, pid) => sum + privateBytesOf(pid), 0));
    const name = `idle sandbox (${sandbox?.provider ?? 'none'})`;
    // Without bubblewrap the tools run in a worker of the host, and there is no process to measure.
    if (pids.length === 0) return [idle, worked];
    return [
      idle,
      worked,
      {
        name,
        budget: '<= 20 MB private',
        measured: `${privateMb.toFixed(1)} MB in ${pids.length} processes`,
        peer: '',
        ok: privateMb <= 20,
        numbers: { privateMb, processes: pids.length },
      },
    ];
  });
};
