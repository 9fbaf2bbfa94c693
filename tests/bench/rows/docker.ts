import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { HostClient } from '#contract/client/connect.ts';
import { engineAddress, engineCall, engineLacks, testImage } from '../../docker/engine.ts';
import { addModelAccount, addWorkspace, type Conversation, newChat, withConversation } from '../conversation.ts';
import { withRunningHost } from '../host.ts';
import type { Model } from '../model.ts';
import { privateBytesOf, rssBytesOf } from '../processes.ts';
import type { Row } from '../report.ts';
import { mb, ms, p50, timed } from '../stats.ts';

const runs = 10;
const coldWorkspaces = 50;
const atOnce = 20;
/** What a bare Node.js gets until it is there and waits. */
const bootMs = 3_000;

/** The same host with containers, on the engine that the tests use; the peer is `docker run` of a bare Node.js for each message. */
export const dockerRows = async (home: string, model: Model): Promise<Row[]> => {
  if (engineLacks !== null) {
    process.stderr.write(`left out: ${engineLacks}\n`);
    return [];
  }
  const before = { DOCKER_HOST: process.env.DOCKER_HOST, CONTAINER_RUNTIME: process.env.CONTAINER_RUNTIME };
  Object.assign(process.env, { DOCKER_HOST: engineAddress, CONTAINER_RUNTIME: 'docker' });
  try {
    return await withRunningHost(home, async (client, host) => {
      await client.plugins.saveSettings({ id: 'docker', settings: { image: testImage } });
      return withConversation(client, async (conversation) => {
        const account = await addModelAccount(client, model.url, 'openai');
        const at = { client, conversation, account };
        const peer = await bareRuns();
        return [await toolRow(at, peer), await coldRow(at, peer), await readyRow(at, peer), ...(await crowdRows(at, host.pid))];
      });
    });
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
};

interface At {
  readonly client: HostClient;
  readonly conversation: Conversation;
  readonly account: string;
}

const docker = ['-H', engineAddress];
const bare = ['--rm', '-i', '--network', 'none', testImage, 'node', '-e'];

/** A container for one message, as others do it: started, run to its end, removed. */
const bareRun = (): Promise<number> =>
  timed(async () => once(spawn('/usr/bin/docker', [...docker, 'run', ...bare, '0'], { stdio: 'ignore' }), 'exit'));
const bareRuns = async (): Promise<number[]> => {
  const found: number[] = [];
  for (let n = 0; n < runs; n++) found.push(await bareRun());
  return found;
};

/** What a bare Node.js that waits for its next message would keep. */
const bareIdleMb = async (): Promise<number> => {
  const id = execFileSync('/usr/bin/docker', [...docker, 'run', '-d', ...bare, 'process.stdin.resume()'], { encoding: 'utf8' }).trim();
  try {
    await pause(bootMs);
    return await privateMbOf(id);
  } finally {
    execFileSync('/usr/bin/docker', [...docker, 'rm', '-f', id], { stdio: 'ignore' });
  }
};

/** Processes that this computer has ended since it was started because memory ran out, in containers too. */
const outOfMemory = (): number => Number(/^oom_kill (\d+)/m.exec(readFileSync('/proc/vmstat', 'utf8'))?.[1] ?? Number.NaN);

const toolRow = async ({ client, conversation, account }: At, peer: readonly number[]): Promise<Row> => {
  const chatId = await newChat(client, await addWorkspace(client, 'docker-tool', account));
  await conversation.say(chatId, 'TOOL warm');
  const own: number[] = [];
  for (let n = 0; n < runs * 3; n++) own.push(await conversation.say(chatId, `TOOL ${n}`));
  return {
    name: 'a message with one tool, warm container',
    budget: '',
    measured: `p50 ${ms(p50(own))}, two model calls included`,
    peer: `docker run of a bare node, no model call: p50 ${ms(p50(peer))}`,
    ok: p50(own) < p50(peer),
    numbers: { p50Ms: p50(own), peerP50Ms: p50(peer), ratio: p50(peer) / p50(own), samples: own.length },
  };
};

const coldRow = async ({ client, conversation, account }: At, peer: readonly number[]): Promise<Row> => {
  const warmChat = await newChat(client, await addWorkspace(client, 'docker-warm', account));
  await conversation.say(warmChat, 'TOOL once');
  const cold: number[] = [];
  const warm: number[] = [];
  for (let n = 0; n < coldWorkspaces; n++) {
    cold.push(await conversation.say(await newChat(client, await addWorkspace(client, `docker-cold-${n}`, account)), 'Hello'));
    warm.push(await conversation.say(warmChat, 'Hello'));
  }
  const apart = p50(cold) - p50(warm);
  return {
    name: 'first text of a workspace without a container',
    budget: 'p50 within 5 ms of warm',
    measured: `cold - warm = ${ms(apart)}: cold p50 ${ms(p50(cold))}, warm p50 ${ms(p50(warm))} over ${coldWorkspaces}`,
    peer: `docker run of a bare node before any text: p50 ${ms(p50(peer))}`,
    ok: apart <= 5,
    numbers: { coldP50Ms: p50(cold), warmP50Ms: p50(warm), peerP50Ms: p50(peer), samples: coldWorkspaces },
  };
};

const readyRow = async ({ client, account }: At, peer: readonly number[]): Promise<Row> => {
  const id = await addWorkspace(client, 'docker-ready', account);
  const own: number[] = [];
  for (let n = 0; n < runs; n++) {
    own.push(await timed(() => client.workspaces.startSandbox({ id })));
    await client.workspaces.stopSandbox({ id });
  }
  return {
    name: 'container: create to ready',
    budget: '',
    measured: `p50 ${ms(p50(own))}, claim and hello included`,
    peer: `docker run to its end: p50 ${ms(p50(peer))}`,
    ok: null,
    numbers: { p50Ms: p50(own), peerP50Ms: p50(peer), samples: runs },
  };
};

const crowdRows = async ({ client, conversation, account }: At, hostPid: number): Promise<Row[]> => {
  const chats: string[] = [];
  for (let n = 0; n < atOnce; n++) chats.push(await newChat(client, await addWorkspace(client, `docker-crowd-${n}`, account)));
  let answered = 0;
  const killedBefore = outOfMemory();
  const tookMs = await timed(() =>
    Promise.all(
      chats.map(async (chatId) => {
        await conversation.say(chatId, 'TOOL crowd');
        answered++;
      }),
    ),
  );
  const killed = outOfMemory() - killedBefore;
  const privateMb = await idlePrivateMb();
  const peerMs = await timed(() => Promise.all(Array.from({ length: atOnce }, bareRun)));
  const peerMb = await bareIdleMb();
  const rssMb = mb(rssBytesOf(hostPid));
  return [
    {
      name: `${atOnce} workspaces at once, each with its first container`,
      budget: 'all answered, none ended for memory',
      measured: `${answered} in ${(tookMs / 1_000).toFixed(1)} s, ${killed} ended for memory, host RSS ${rssMb.toFixed(0)} MB`,
      peer: `${atOnce} docker run of a bare node at once: ${(peerMs / 1_000).toFixed(1)} s`,
      ok: answered === atOnce && killed === 0,
      numbers: { answered, tookMs, killed, rssMb, peerMs },
    },
    {
      name: 'idle container',
      budget: '<= 20 MB private',
      measured: `p50 ${p50(privateMb).toFixed(1)} MB over ${privateMb.length}`,
      peer: `a bare node that waits: ${peerMb.toFixed(1)} MB`,
      ok: p50(privateMb) <= 20,
      numbers: { p50Mb: p50(privateMb), containers: privateMb.length, peerMb },
    },
  ];
};

/** Of each container of ours that runs now: what ending it would give back. */
const idlePrivateMb = async (): Promise<number[]> => {
  const filters = encodeURIComponent(JSON.stringify({ label: ['pynchy.install'] }));
  const { body } = await engineCall<{ Id: string }[]>(`/containers/json?filters=${filters}`);
  const found: number[] = [];
  for (const { Id } of body) found.push(await privateMbOf(Id));
  return found;
};

const privateMbOf = async (container: string): Promise<number> => {
  const top = await engineCall<{ Processes?: string[][] }>(`/containers/${container}/top?ps_args=-o%20pid`);
  const pids = (top.body.Processes ?? []).map(([pid]) => Number(pid));
  return mb(pids.reduce((sum, pid) => sum + privateBytesOf(pid), 0));
};
