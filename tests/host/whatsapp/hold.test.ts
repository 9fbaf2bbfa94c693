import { afterEach, beforeEach, expect, it } from 'vitest';
import { lastText, type PhoneWorld, shownIn, startPhoneWorld } from '../../harness/phone-with-model.ts';

let p: PhoneWorld;
beforeEach(async () => {
  p = await startPhoneWorld();
});
afterEach(() => p.close());

// Bug this would catch: the library asks the network before it writes a message, and goes on with what was stopped meanwhile.
it('lets nothing leave that still waited for an answer of the network when everything was stopped, and sends it once after the release', async () => {
  const { sim, client } = p.w;
  const texts = () => shownIn(p, 'Olga', 'Olga').map((m) => m.text);
  sim.faults.holdsQuestions = true;
  await sim.phone('Olga').say('Olga', 'status');
  await expect.poll(sim.questions).toBe(1);
  await client.emergency.stop();
  sim.answerQuestions();
  await sim.phone('Olga').say('Olga', 'release');
  const list = await lastText(p, 'Olga', 'Olga', /When released, this goes on/);
  expect(list.text).toContain('Nothing is running here');
  expect(texts()).toEqual(['status', 'release', list.text]);
  await sim.phone('Olga').say('Olga', 'release all');
  await expect.poll(texts).toContainEqual(expect.stringMatching(/^\S+ Nothing is running here/));
  await expect.poll(texts).toContainEqual(expect.stringContaining('Released'));
  expect(texts().filter((text) => /^\S+ Nothing is running here/.test(text))).toHaveLength(1);
});
