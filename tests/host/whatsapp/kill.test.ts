import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { toolboxDir } from '../../harness/built.ts';
import { pairOlga, startWhatsAppWorld, type WhatsAppWorld } from '../../harness/whatsapp-world.ts';

const program = fileURLToPath(new URL('../../sim/whatsapp/host-process.ts', import.meta.url));

const begin = async (w: WhatsAppWorld): Promise<ChildProcess> => {
  const child = spawn(process.execPath, [program, w.home, w.sim.url, toolboxDir()], { stdio: ['pipe', 'pipe', 'inherit'] });
  if (child.stdout) await once(child.stdout, 'data');
  return child;
};
const kill = async (child: ChildProcess): Promise<void> => {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
};

// Each round is killed at another moment of the way: before the receipt, after it, while the answer is on its way.
const unconfirmed = (w: WhatsAppWorld): number =>
  [...w.sim.phone('Olga').account.companions.values()].reduce(
    (n, c) => n + [...c.queue.values()].filter((q) => q.tag === 'message').length,
    0,
  );
const moments: readonly ((w: WhatsAppWorld) => Promise<unknown>)[] = [
  async () => undefined,
  (w) => expect.poll(() => unconfirmed(w), { interval: 1, timeout: 60_000 }).toBeLessThanOrEqual(1),
  (w) => expect.poll(() => unconfirmed(w), { interval: 1, timeout: 60_000 }).toBe(0),
  (w) => expect.poll(() => w.sim.phone('Olga').shown.at(-1)?.text, { interval: 1, timeout: 60_000 }).not.toMatch(/^hello \d/),
];

it('loses nothing and answers nothing twice when the host is killed anywhere between phone and answer', { timeout: 600_000 }, async () => {
  let w = await startWhatsAppWorld();
  try {
    await pairOlga(w);
    await w.host.stop();
    const texts: string[] = [];
    for (const moment of moments) {
      const child = await begin(w);
      for (let i = 0; i < 2; i++) {
        texts.push(`hello ${texts.length}`);
        await w.sim.phone('Olga').say('Olga', texts.at(-1) ?? '');
      }
      await moment(w);
      await kill(child);
    }
    w = await w.restart();
    await w.becomes('live');
    const [chat] = (await w.client.chats.list()).filter((c) => c.channel === 'whatsapp');
    const said = async () =>
      (await w.client.chats.thread({ chatId: chat?.id ?? '', limit: 200 })).messages.filter((m) => m.origin === 'human');
    await expect
      .poll(async () =>
        (await said())
          .filter((m) => m.state === 'answered')
          .map((m) => m.text)
          .sort(),
      )
      .toEqual([...texts].sort());
    // An answer for each turn, on the phone once each.
    const { turns } = await w.client.chats.thread({ chatId: chat?.id ?? '', limit: 200 });
    const done = turns.filter((t) => t.state === 'done').length;
    await expect.poll(() => w.sim.phone('Olga').shown.filter((m) => !texts.includes(m.text)).length).toBe(done);
    expect(w.sim.sockets().mostOfOneDevice).toBe(1);
  } finally {
    await w.close();
  }
});
