import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { outcome, say, send } from '../harness/talk.ts';
import { callsOf, countIn, gate, lastResults, textOf } from '../harness/wire.ts';
import { startWorld, type World } from '../harness/world.ts';

let w: World;
beforeEach(async () => {
  w = await startWorld();
});
afterEach(() => w.close());

const lastRequest = (): string => textOf(callsOf(w.sim).at(-1));
const edit = async (messageId: string, text: string, clientId = randomUUID()): Promise<string> =>
  (await w.client.turns.editAndResend({ messageId, text, clientId })).messageId;
const page = () => w.client.chats.thread({ chatId: w.chatId });
const append = (line: string) => ({ do: 'tool' as const, name: 'run', input: { command: `echo ${line} >> log.txt; cat log.txt` } });

it('goes on from right before an edited message: what came after it is not told, and no effect of it happens again', async () => {
  w.sim.script((r) => {
    const asked = textOf(r);
    if (lastResults(r).length > 0) return [{ do: 'text', text: `Written. ${lastResults(r).at(-1)}` }];
    const word = ['fourth', 'third', 'second', 'first'].find((each) => asked.includes(`Write ${each}`)) ?? '';
    return [append(word)];
  });
  await say(w.client, w.chatId, 'Write first');
  const second = await say(w.client, w.chatId, 'Write second');
  await say(w.client, w.chatId, 'Write third');
  const before = callsOf(w.sim).length;

  const edited = await outcome(w.client, await edit(second.messageId, 'Write fourth'));
  const [request] = callsOf(w.sim).slice(before);
  expect(callsOf(w.sim)).toHaveLength(before + 2);
  for (const told of ['Write first', 'echo first', 'Write fourth']) expect(countIn(textOf(request), told), told).toBe(1);
  for (const gone of ['Write second', 'Write third', 'echo second', 'echo third']) expect(textOf(request), gone).not.toContain(gone);
  // The file shows each effect once: nothing was repeated.
  const output = edited.turn?.steps.find((step) => step.kind === 'tool')?.tool?.output ?? '';
  expect(output.trim().split('\n').slice(1)).toEqual(['first', 'second', 'third', 'fourth']);
});

it('keeps the earlier version in the thread as a fold that opens, also when it was edited twice', async () => {
  const first = await say(w.client, w.chatId, 'One');
  await say(w.client, w.chatId, 'Two');
  const again = await say(w.client, w.chatId, 'Three');
  const changed = await edit(again.messageId, 'Three, better');
  await outcome(w.client, changed);
  await outcome(w.client, await edit(changed, 'Three, best'));

  const shown = await page();
  expect(shown.messages.map((m) => m.text)).toEqual(['One', 'Two', 'Three, best']);
  expect(shown.turns).toHaveLength(3);
  expect(shown.folds).toHaveLength(2);
  const [fold] = shown.folds;
  const earlier = await w.client.turns.earlier({ chatId: w.chatId, fromSeq: fold?.fromSeq ?? 0, toSeq: fold?.toSeq ?? 0 });
  expect(earlier.messages.map((m) => m.text)).toEqual(['Three']);
  expect(earlier.turns).toHaveLength(1);

  // Editing what stands above both leaves one fold: everything after it.
  await outcome(w.client, await edit(first.messageId, 'Zero'));
  const anew = await page();
  expect(anew.messages.map((m) => m.text)).toEqual(['Zero']);
  expect(anew.folds).toHaveLength(1);
  expect(lastRequest()).not.toContain('Two');
});

it('can branch off an earlier version again, with all that came before in it', async () => {
  const first = await say(w.client, w.chatId, 'Alpha');
  const second = await say(w.client, w.chatId, 'Beta');
  await outcome(w.client, await edit(first.messageId, 'Gamma'));
  await outcome(w.client, await edit(second.messageId, 'Delta'));
  for (const told of ['Alpha', 'Delta']) expect(lastRequest()).toContain(told);
  for (const gone of ['Beta', 'Gamma']) expect(lastRequest()).not.toContain(gone);
  expect((await page()).messages.map((m) => m.text)).toEqual(['Alpha', 'Delta']);
});

it('stops what runs before it goes on, and leaves out what a message that came in later was answered', async () => {
  const hold = gate();
  w.sim.script((r) =>
    textOf(r).includes('Instead')
      ? [{ do: 'text', text: 'Done instead.' }]
      : [
          { do: 'text', text: 'Long ' },
          { do: 'wait', gate: hold.promise },
        ],
  );
  const n = w.sim.requests.length + 1;
  const first = await send(w.client, w.chatId, 'Endless');
  await w.sim.arrival(n);
  const instead = await outcome(w.client, await edit(first, 'Instead'));
  hold.open();
  expect(instead.reply).toBe('Done instead.');
  expect(lastRequest()).not.toContain('Endless');
  expect((await w.client.messages.turnOf({ messageId: first })).turn?.state).toBe('cancelled');
});

it('keeps what was said before in the same turn when a message that steered is edited', async () => {
  const hold = gate();
  let calls = 0;
  w.sim.script(() =>
    ++calls === 1
      ? [{ do: 'tool', name: 'run', input: { command: 'echo early' } }]
      : calls === 2
        ? [
            { do: 'tool', name: 'run', input: { command: 'echo middle' } },
            { do: 'wait', gate: hold.promise },
          ]
        : [{ do: 'text', text: 'Fine.' }],
  );
  const n = w.sim.requests.length + 2;
  const first = await send(w.client, w.chatId, 'Begin');
  await w.sim.arrival(n);
  const steered = await send(w.client, w.chatId, 'And this');
  hold.open();
  await outcome(w.client, first);
  await outcome(w.client, await edit(steered, 'And that'));
  for (const told of ['Begin', 'echo early', 'echo middle', 'And that']) expect(countIn(lastRequest(), told), told).toBe(1);
  for (const gone of ['And this', 'Fine.']) expect(lastRequest()).not.toContain(gone);
});

it('happens once when it is sent twice, and leaves nothing for the undo of a reset', async () => {
  const first = await say(w.client, w.chatId, 'Once');
  const clientId = randomUUID();
  const id = await edit(first.messageId, 'Twice', clientId);
  await outcome(w.client, id);
  expect(await edit(first.messageId, 'Twice', clientId)).toBe(id);
  const { folds, messages, chat } = await page();
  expect([folds.length, messages.length, chat.undoResetUntil]).toEqual([1, 1, null]);
  await expect(w.client.sessions.undoReset({ chatId: w.chatId })).rejects.toMatchObject({ data: { code: 'nothing-to-undo' } });
});

it('refuses to edit what no person wrote', async () => {
  const command = await say(w.client, w.chatId, '!true');
  await expect(edit(command.messageId, 'x')).rejects.toMatchObject({ data: { code: 'edit-not-possible' } });
});

it('takes the branch along over a restart, and pages around a message or a day', async () => {
  const first = await say(w.client, w.chatId, 'Early');
  const second = await say(w.client, w.chatId, 'Late');
  await outcome(w.client, await edit(second.messageId, 'Later'));
  w = await w.restart();
  await say(w.client, w.chatId, 'After');
  for (const told of ['Early', 'Later', 'After']) expect(countIn(lastRequest(), told)).toBe(1);
  expect(lastRequest()).not.toContain('Late"');
  const { messages } = await page();
  const seq = messages[0]?.seq ?? 0;
  const around = await w.client.chats.thread({ chatId: w.chatId, around: seq, limit: 2 });
  expect(around.messages.map((m) => m.id)).toContain(first.messageId);
  expect([around.olderBefore, around.newerAfter === null]).toEqual([null, false]);
  const below = await w.client.chats.thread({ chatId: w.chatId, after: around.newerAfter, limit: 10 });
  expect([...around.messages, ...below.messages].map((m) => m.seq)).toEqual(messages.map((m) => m.seq));
  expect([...around.turns, ...below.turns]).toHaveLength(3);
  const day = await w.client.chats.thread({ chatId: w.chatId, aroundTime: 0, limit: 2 });
  expect(day.messages[0]?.seq).toBe(seq);
});
