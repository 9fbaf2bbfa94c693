import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { lastText, register, shownIn, startPhoneWorld } from '../../harness/phone-with-model.ts';

it('answers in a group by quoting who asked, and puts its signs on their message', async () => {
  const p = await startPhoneWorld();
  try {
    const { sim } = p.w;
    const group = sim.phone('Ann').createGroup('Family', ['Olga', 'Bob']);
    await sim.phone('Ann').say('Family', 'hello all');
    const chatId = await register(p, 'Family');
    const db = new DatabaseSync(join(p.w.home, 'pynchy.db'), { timeout: 5_000 });
    db.exec(`UPDATE chats SET starters = 'everybody' WHERE id = '${chatId}'`);
    db.close();
    p.model.script(() => [{ do: 'text', text: 'At eight.' }]);
    const id = await sim.phone('Bob').say('Family', '@pynchy when is dinner?');
    const answer = await lastText(p, 'Ann', group.id, /^At eight\.$/);
    expect(answer.quote?.id ?? answer.quote).toEqual(expect.stringContaining(id));
    const signs = (who: string) =>
      shownIn(p, who, group.id)
        .find((m) => m.id === id)
        ?.reactions.get('Olga');
    await expect.poll(() => signs('Bob')).toBe('✅');
    await expect.poll(() => signs('Ann')).toBe('✅');
  } finally {
    await p.close();
  }
});
