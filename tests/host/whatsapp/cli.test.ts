import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { createHost } from '#core/app/create-host.ts';
import { serveLoopback } from '../../../main/server/serve-loopback.ts';
import { builtProgram, toolboxDir } from '../../harness/built.ts';
import { runCommand } from '../../harness/process-host.ts';
import { tempHome } from '../../harness/temp-home.ts';
import { pluginsWith } from '../../sim/whatsapp/quick.ts';
import { startWhatsAppSim } from '../../sim/whatsapp/server.ts';

it('links a number from a terminal, one JSON line for each thing that happens, and shows how it stands', { timeout: 90_000 }, async () => {
  const sim = await startWhatsAppSim();
  sim.addPerson('491701', 'Olga');
  const home = tempHome();
  const host = await createHost({
    home,
    version: '0.0.0-test',
    firstParty: pluginsWith(sim.url),
    toolboxDir: toolboxDir(),
    samplesDir: null,
  });
  const server = await serveLoopback({ host, rendererDir: home, onStop: () => undefined });
  try {
    const child = spawn(process.execPath, [builtProgram(), 'link', 'whatsapp', '--name', 'Mine', '--json'], {
      env: { ...process.env, PYNCHY_HOME: home },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const lines: { qr?: string; state?: string }[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      const said = JSON.parse(line) as { qr?: string; state?: string };
      lines.push(said);
      if (said.qr !== undefined) sim.phone('Olga').scan(said.qr);
    }
    expect(await ended).toBe(0);
    expect(lines.filter((l) => l.qr !== undefined)).toHaveLength(1);
    expect(lines.flatMap((l) => l.state ?? [])).toEqual(expect.arrayContaining(['pairing', 'syncing', 'live']));
    expect(lines.at(-1)).toEqual({ state: 'live' });

    const status = await runCommand(home, ['status', '--json']);
    expect(JSON.parse(status.stdout)).toMatchObject({
      connections: expect.arrayContaining([
        expect.objectContaining({ channel: 'whatsapp', name: 'Mine', state: 'live', heardAt: expect.any(Number) }),
      ]),
    });
    expect((await runCommand(home, ['link', 'list'])).stdout).toMatch(/connection Mine: live, last heard \d+ s ago/);
    expect((await runCommand(home, ['link', 'whatsapp', '--name', 'Mine', '--json'])).stdout).toContain('"live"');
    sim.addPerson('491702', 'Ann');
    sim.phone('Ann').createGroup('Family', ['Olga']);
    await expect.poll(async () => (await runCommand(home, ['link', 'chats', 'Mine'])).stdout).toMatch(/Family {3}group {3}not read/);
    expect((await runCommand(home, ['link', 'open', 'family'])).stdout).toContain('Family is open in home');
    expect((await runCommand(home, ['link', 'chats', 'Mine'])).stdout).toMatch(/Family {3}group {3}in home/);
    expect((await runCommand(home, ['link', 'close', 'Family'])).code).toBe(0);
    expect((await runCommand(home, ['link', 'owner', 'add', '+49 170 1234567'])).stdout).toContain('+491701234567');
    expect((await runCommand(home, ['link', 'owner', 'remove', '+491701234567'])).stdout).not.toContain('+491701234567');
    expect((await runCommand(home, ['link', 'owner', 'add', 'me'])).code).toBe(1);
    expect((await runCommand(home, ['link', 'remove', 'Mine'])).code).toBe(0);
    expect((await runCommand(home, ['link', 'list'])).stdout).toContain('Nothing is linked.');
    expect((await runCommand(home, ['link', 'carrier-pigeon'])).code).toBe(2);
  } finally {
    await server.close();
    await host.stop();
    await sim.close();
  }
});
