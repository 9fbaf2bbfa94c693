import { afterEach, beforeEach, expect, it } from 'vitest';
import { lastText, type PhoneWorld, register, shownIn, startPhoneWorld } from '../harness/phone-with-model.ts';
import { until } from '../harness/until.ts';
import { gate } from '../harness/wire.ts';

let p: PhoneWorld;
beforeEach(async () => {
  p = await startPhoneWorld();
});
afterEach(() => p.close());

const writes = (text: string) => p.w.sim.phone('Olga').say('Olga', text);
const queued = (text: string) =>
  until(p.w.client, `${text} to be held`, async () => (await p.w.client.emergency.get()).held.some((item) => item.text.includes(text)));

it('stops everything by a word of the owner, says so there and nothing else, and goes on by a word', async () => {
  const hold = gate();
  p.model.script(() => [
    { do: 'text', text: 'Half of ' },
    { do: 'wait', gate: hold.promise },
  ]);
  const n = p.model.requests.length;
  await writes('Write a lot');
  const call = await p.model.arrival(n + 1);
  await writes('stop everything');
  expect(await call.closed).toBe(true);
  await lastText(p, 'Olga', 'Olga', /Turns interrupted: 1; sandboxes frozen: 0/);
  const shown = shownIn(p, 'Olga', 'Olga').length;
  await writes('And this?');
  await queued('And this?');
  expect(p.model.requests.length).toBe(n + 1);

  await writes('release');
  const list = await lastText(p, 'Olga', 'Olga', /When released, this goes on/);
  expect(list.text).toContain('Write a lot');
  expect(list.text).toContain('And this?');
  // The word, the question and the list; no answer, no reaction, no placeholder in between.
  expect(shownIn(p, 'Olga', 'Olga').length).toBe(shown + 3);

  p.model.script(() => [{ do: 'text', text: 'The whole.' }]);
  await writes('release all but 2');
  await lastText(p, 'Olga', 'Olga', /The whole/);
  const texts = () => shownIn(p, 'Olga', 'Olga').map((m) => m.text);
  await expect.poll(texts).toContainEqual(expect.stringContaining('Released. Going on: 1; dropped: 1'));
  expect(texts().filter((text) => text.includes('The whole'))).toHaveLength(1);
  expect((await p.w.client.emergency.get()).on).toBeNull();
});

it('holds an answer that was about to go out, over a restart too, and sends it once when released', async () => {
  const hold = gate();
  p.model.script(() => [
    { do: 'wait', gate: hold.promise },
    { do: 'text', text: 'The total is 42.' },
  ]);
  const n = p.model.requests.length;
  await writes('How much?');
  await p.model.arrival(n + 1);
  // The answer finds no way out.
  await p.w.client.plugins.setEnabled({ id: 'whatsapp', enabled: false });
  hold.open();
  const waits = async () => (await p.w.client.emergency.get()).held.find(({ kind, text }) => kind === 'delivery' && text.includes('42'));
  await until(p.w.client, 'the answer', async () => (await p.w.client.host.status()).turns.running.length === 0);
  await p.w.client.emergency.stop();
  await expect.poll(waits).toBeTruthy();
  const wire = () => p.w.sim.phone('Olga').shown.length;
  const before = wire();
  await p.w.client.plugins.setEnabled({ id: 'whatsapp', enabled: true });
  await p.w.becomes('live');
  p.w = await p.w.restart();
  await p.w.becomes('live');
  // What the owner is told of the stop overtakes what is held: the list says that the answer still waits.
  await writes('release');
  expect((await lastText(p, 'Olga', 'Olga', /When released/)).text).toContain('The total is 42.');
  expect(wire()).toBe(before + 2);
  await writes('release all');
  await lastText(p, 'Olga', 'Olga', /^🦞 The total is 42\.$|Released/);
  await expect.poll(() => shownIn(p, 'Olga', 'Olga').filter(({ text }) => text === '🦞 The total is 42.').length).toBe(1);
});

it('is for owners: somebody else who writes it stops nothing', async () => {
  await p.w.sim.phone('Ann').say('Olga', 'hi');
  await register(p, 'Ann');
  await p.w.sim.phone('Ann').say('Olga', 'stop everything');
  await writes('status');
  await lastText(p, 'Olga', 'Olga', /Nothing is running here/);
  expect((await p.w.client.emergency.get()).on).toBeNull();
});
