import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTick } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renderReason } from '#contract/text/render.ts';
import { createFakeClock } from '#core/base/fake-clock.ts';
import { processTree } from '../../plugins/embedded/proc.ts';
import { type ProcessHost, runCommand, startProcess } from '../harness/process-host.ts';
import { outcome, say, send, turnIn } from '../harness/talk.ts';
import { tempHome } from '../harness/temp-home.ts';
import { until } from '../harness/until.ts';
import { gate, messagesOf, useModel } from '../harness/wire.ts';
import { startWorld, type World } from '../harness/world.ts';
import { startModelSim } from '../sim/models/server.ts';

const counter = (home: string): string => join(home, 'workspaces', 'home', 'count');
const sizeOf = (file: string): number => {
  try {
    return statSync(file).size;
  } catch {
    // Not begun yet.
    return 0;
  }
};
const grown = async (file: string, from: number): Promise<void> => {
  while (sizeOf(file) <= from) await nextTick();
};
const counting = 'while :; do printf x >> count; sleep 0.01; done';
/** Processes of sandboxes below this one, with their states. */
const sandboxStates = async (): Promise<string> => {
  const tree = await processTree(process.pid);
  const inSandbox = tree.filter(({ pid }) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'latin1').includes('HOME=/home/agent');
    } catch {
      // It ended while we looked.
      return false;
    }
  });
  return [...new Set(inSandbox.map(({ state }) => state))].sort().join('');
};
const release = async (client: World['client'], drop: readonly string[] = []) => {
  const { held } = await client.emergency.get();
  return client.emergency.release({ seen: held.map(({ id }) => id), drop: [...drop] });
};

describe('the emergency stop', () => {
  let w: World;
  beforeEach(async () => {
    w = await startWorld({ containerRuntime: 'embedded' });
  });
  afterEach(() => w.close());

  it('closes every socket to a model, keeps the turns, and lets them go on when released', async () => {
    const hold = gate();
    w.sim.script(() => [
      { do: 'text', text: 'Half of ' },
      { do: 'wait', gate: hold.promise },
    ]);
    const [home] = await w.client.workspaces.list();
    const n = w.sim.requests.length;
    const chats = [w.chatId, (await w.client.chats.create({ workspaceId: home?.id ?? '' })).id];
    const sent = await Promise.all(chats.map((chatId) => send(w.client, chatId, 'Write a lot')));
    const requests = await Promise.all([w.sim.arrival(n + 1), w.sim.arrival(n + 2)]);
    expect(await w.sim.sockets()).toBe(2);
    expect(await w.client.emergency.stop()).toMatchObject({ turns: 2 });
    expect(await Promise.all(requests.map(({ closed }) => closed))).toEqual([true, true]);
    await expect.poll(() => w.sim.sockets(), { interval: 5 }).toBe(0);
    const whyWaits = async (messageId: string) => (await turnIn(w.client, messageId, 'queued')).reason?.code;
    for (const messageId of sent) await expect.poll(() => whyWaits(messageId), { interval: 5 }).toBe('turn-waits-for-release');
    const later = await send(w.client, w.chatId, 'And then?');
    const waits = (await w.client.chats.thread({ chatId: w.chatId })).messages.find(({ id }) => id === later)?.reason;
    expect(waits && renderReason(waits)).toBe('Waits for the release: everything is stopped.');
    expect((await w.client.host.status()).turns.running.filter((turn) => turn.state === 'running')).toEqual([]);
    expect((await w.client.emergency.get()).held.map(({ kind }) => kind)).toEqual(['turn', 'turn', 'message']);
    expect(w.sim.requests.length).toBe(n + 2);

    hold.open();
    w.sim.script(() => [{ do: 'text', text: 'The whole.' }]);
    expect((await release(w.client)).on).toBeNull();
    for (const messageId of [...sent, later]) expect((await outcome(w.client, messageId)).state).toBe('answered');
  });

  it('freezes the processes of a sandbox, and a job in it goes on after the release', async () => {
    w.sim.script((r) =>
      JSON.stringify(r.body).includes('"role":"tool"')
        ? [{ do: 'text', text: 'It runs.' }]
        : [{ do: 'tool', name: 'run', input: { command: counting, background: true } }],
    );
    expect((await say(w.client, w.chatId, 'Count')).state).toBe('answered');
    const file = counter(w.home);
    await grown(file, 3);
    expect(await w.client.emergency.stop()).toMatchObject({ frozen: 1, ended: 0 });
    expect(await sandboxStates()).toBe('T');
    const at = sizeOf(file);
    const { messageId } = await say(w.client, w.chatId, '!ls');
    const command = (await w.client.chats.thread({ chatId: w.chatId })).messages.find(({ id }) => id === messageId);
    expect(command).toMatchObject({ state: 'failed', reason: { code: 'command-while-stopped' } });
    expect(command?.reason && renderReason(command.reason)).toBe('Not run: everything is stopped. Send it again after the release.');
    expect(await sandboxStates()).toBe('T');
    expect(sizeOf(file)).toBe(at);
    await release(w.client);
    await grown(file, at + 3);
  });

  it('cuts a command that runs, shows that it may have happened, and nothing of it is left after the release', async () => {
    w.sim.script((r) =>
      JSON.stringify(r.body).includes('"role":"tool"')
        ? [{ do: 'text', text: 'Done.' }]
        : [{ do: 'tool', name: 'run', input: { command: counting } }],
    );
    const messageId = await send(w.client, w.chatId, 'Count');
    const file = counter(w.home);
    await grown(file, 3);
    await w.client.emergency.stop();
    const turn = await turnIn(w.client, messageId, 'queued');
    expect(turn.steps.find((s) => s.tool)).toMatchObject({ state: 'unknown', reason: { code: 'may-or-may-not-have-happened' } });
    const at = sizeOf(file);
    await release(w.client);
    expect((await outcome(w.client, messageId)).reply).toBe('Done.');
    expect(sizeOf(file)).toBe(at);
    await expect.poll(sandboxStates).toBe('');
  });

  it('releases nothing that the person was not shown, and drops for good what they did not want', async () => {
    await w.client.emergency.stop();
    const first = await send(w.client, w.chatId, 'one');
    const shown = (await w.client.emergency.get()).held;
    const second = await send(w.client, w.chatId, 'two');
    await expect(w.client.emergency.release({ seen: shown.map(({ id }) => id), drop: [] })).rejects.toThrow();
    expect((await w.client.emergency.get()).on).not.toBeNull();
    await release(w.client, [first]);
    expect(await outcome(w.client, first)).toMatchObject({ state: 'ignored', turn: null });
    expect((await outcome(w.client, second)).state).toBe('answered');
    const rows = await w.client.audit.list({});
    expect(rows.filter((r) => r.rule === 'emergency-stop').map((r) => r.decision)).toEqual(['release', 'stop']);
  });

  it('stays over a restart, apart from a pause, and says who did it', async () => {
    await w.client.emergency.stop();
    expect((await w.client.host.status()).host.stopped).toBe(true);
    await w.restart().then((again) => {
      w = again;
    });
    expect((await w.client.host.status()).host).toMatchObject({ stopped: true, paused: false });
    expect((await w.client.emergency.get()).on?.by).toBeTruthy();
    const messageId = await send(w.client, w.chatId, 'waits over the restart');
    expect((await w.client.host.status()).turns.running).toEqual([]);
    await release(w.client);
    expect((await outcome(w.client, messageId)).state).toBe('answered');
  });
});

describe('tasks', () => {
  it('fire only after the release, once, and one that was dropped does not fire at all', async () => {
    const clock = createFakeClock();
    const w = await startWorld({ clock });
    try {
      w.sim.script((r) => {
        const last = JSON.stringify(messagesOf(r).at(-1));
        if (/Plan (one|two)/.test(last))
          return [{ do: 'tool', name: 'schedule_task', input: { prompt: last.includes('one') ? 'First' : 'Second', in: '10m' } }];
        return [{ do: 'text', text: 'Yes.' }];
      });
      await say(w.client, w.chatId, 'Plan one');
      await say(w.client, w.chatId, 'Plan two');
      await w.client.emergency.stop();
      clock.advance(60 * 60_000);
      const { held } = await w.client.emergency.get();
      expect(held.map(({ kind, text }) => [kind, text])).toEqual([
        ['task', 'First'],
        ['task', 'Second'],
      ]);
      await release(w.client, [held.find(({ text }) => text === 'First')?.id ?? '']);
      const tasks = async () => (await w.client.chats.thread({ chatId: w.chatId })).messages.filter((m) => m.origin === 'task');
      await until(w.client, 'the second task', async () => (await tasks()).some((m) => m.state === 'answered'));
      expect((await tasks()).map((m) => m.text)).toEqual(['Second']);
      expect(await w.client.tasks.list()).toEqual([]);
    } finally {
      await w.close();
    }
  });
});

describe('a host that is killed while everything is stopped', () => {
  const running: ProcessHost[] = [];
  const started = async (home: string): Promise<ProcessHost> => {
    const host = await startProcess(home, { env: { CONTAINER_RUNTIME: 'embedded' } });
    if (!host) throw new Error('the host did not start');
    running.push(host);
    return host;
  };
  afterEach(async () => {
    for (const host of running.splice(0)) await host.kill();
  });

  it('comes back stopped, with the turn in the queue and no process of the frozen sandbox left', async () => {
    const home = tempHome();
    const sim = await startModelSim();
    const first = await started(home);
    await useModel(first.client, sim);
    try {
      const chat = await first.client.chats.open({ workspace: 'home', surface: 'cli' });
      sim.script((r) =>
        JSON.stringify(r.body).includes('"role":"tool"')
          ? [{ do: 'text', text: 'Done.' }]
          : [{ do: 'tool', name: 'run', input: { command: counting } }],
      );
      const messageId = await send(first.client, chat.id, 'Count');
      await grown(counter(home), 3);
      const on = await runCommand(home, ['emergency', 'on', '--json']);
      expect(JSON.parse(on.stdout)).toMatchObject({ turns: 1, frozen: 1 });
      await first.kill();

      const second = await started(home);
      const at = sizeOf(counter(home));
      const status = await runCommand(home, ['emergency', 'status']);
      expect(status.stdout).toContain('Everything is stopped');
      expect((await turnIn(second.client, messageId, 'queued')).attempt).toBe(1);
      const calls = sim.requests.length;
      const asked = await runCommand(home, ['emergency', 'off']);
      expect([asked.code, asked.stdout.includes('Count')]).toEqual([1, true]);
      expect((await runCommand(home, ['emergency', 'off', '--yes'])).code).toBe(0);
      expect(await until(second.client, 'the answer', async () => (await second.client.messages.turnOf({ messageId })).reply)).toBe(
        'Done.',
      );
      expect(sim.requests.length).toBe(calls + 1);
      expect(sizeOf(counter(home))).toBe(at);
    } finally {
      await sim.close();
    }
  });
});
