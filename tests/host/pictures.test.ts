import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { outcome } from '../harness/talk.ts';
import { callsOf, messagesOf, textOf } from '../harness/wire.ts';
import { startWorld, type World } from '../harness/world.ts';
import type { Json } from '../sim/models/actions.ts';
import { listOf } from '../sim/models/validate.ts';

let w: World;
beforeEach(async () => {
  w = await startWorld();
  w.sim.script(() => [{ do: 'text', text: 'Seen.' }]);
});
afterEach(() => w.close());

const png = (fill: number, bytes = 300): Buffer =>
  Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(bytes, fill)]);
const useAnthropic = async (): Promise<void> => {
  await w.client.accounts.add({ name: 'claude', provider: 'anthropic', baseUrl: w.sim.url, key: 'sim-key-0123456789', budgetTokens: null });
  await w.client.workspaces.set({ name: 'home', accounts: ['claude'], model: 'sim-large' });
};
const sendPicture = async (name: string, content: Buffer, text = 'What is this?'): Promise<void> => {
  const { uploadId } = await w.client.blobs.begin({ chatId: w.chatId, name, bytes: content.length });
  await w.client.blobs.piece({ uploadId, offset: 0, data: new Blob([new Uint8Array(content)]) });
  const { sha256 } = await w.client.blobs.end({ uploadId });
  const { messageId } = await w.client.messages.send({ chatId: w.chatId, text, clientId: crypto.randomUUID(), files: [sha256] });
  await outcome(w.client, messageId);
};
const say = async (text: string): Promise<void> => {
  const { messageId } = await w.client.messages.send({ chatId: w.chatId, text, clientId: crypto.randomUUID() });
  await outcome(w.client, messageId);
};
const imagesIn = (n: number): string[] =>
  messagesOf(callsOf(w.sim).at(n)).flatMap((m) =>
    listOf(m.content).flatMap((b) => (b.type === 'image' ? [String((b.source as Json).data)] : [])),
  );

it('shows a picture of the window to a model that sees, as base64 of the same bytes', async () => {
  await useAnthropic();
  const content = png(7);
  await sendPicture('receipt.png', content);
  expect(imagesIn(-1)).toEqual([content.toString('base64')]);
  expect(textOf(callsOf(w.sim).at(-1))).toContain('[Attached file: uploads/receipt.png (image/png, 308 bytes). It lies in the workspace.]');
});

it('keeps the beginning of the prompt byte for byte when the talk goes on, also after a restart', async () => {
  await useAnthropic();
  await sendPicture('one.png', png(1));
  await say('And now?');
  w = await w.restart();
  await sendPicture('two.png', png(2));
  const [first, second, third] = callsOf(w.sim).map((call) => messagesOf(call));
  const plain = (list: readonly Json[] | undefined) => JSON.stringify(list).replaceAll(',"cache_control":{"type":"ephemeral"}', '');
  expect(plain(second).startsWith(plain(first).slice(0, -1))).toBe(true);
  expect(plain(third).startsWith(plain(second).slice(0, -1))).toBe(true);
  expect(imagesIn(-1)).toEqual([png(1).toString('base64'), png(2).toString('base64')]);
});

it('tells a model that does not see where the picture is, and shows it after a change to one that does', async () => {
  await sendPicture('photo.png', png(3));
  expect(textOf(callsOf(w.sim).at(-1))).toContain('I cannot see pictures with this model');
  expect(textOf(callsOf(w.sim).at(-1))).toContain('It is saved as uploads/photo.png.');
  expect(textOf(callsOf(w.sim).at(-1))).not.toContain(png(3).toString('base64'));
  await useAnthropic();
  await say('And you?');
  expect(imagesIn(-1)).toEqual([png(3).toString('base64')]);
});

it('shows it to an OpenAI-compatible model whose server says that it sees', async () => {
  w.sim.scriptModels(() => [
    { do: 'answer', status: 200, body: { data: [{ id: 'sim-large', architecture: { input_modalities: ['text', 'image'] } }] } },
  ]);
  await sendPicture('photo.png', png(4));
  const parts = messagesOf(callsOf(w.sim).at(-1)).flatMap((m) => listOf(m.content));
  expect(parts.find((part) => part.type === 'image_url')).toEqual({
    type: 'image_url',
    image_url: { url: `data:image/png;base64,${png(4).toString('base64')}` },
  });
});

it('keeps the names of pictures in a summary, and sends none to it', async () => {
  await useAnthropic();
  w.host.settings.set('contextTokens', 12_000);
  await sendPicture('receipt.png', png(9), `What is this? ${'x'.repeat(12_000)}`);
  await say('y'.repeat(22_000));
  const summary = callsOf(w.sim).find((call) => textOf(call).includes('Write a summary of everything above'));
  expect(textOf(summary)).toContain('[A picture. It is saved as uploads/receipt.png.]');
  expect(textOf(summary)).not.toContain(png(9).toString('base64'));
});

it('shows a picture that the model reads in the workspace, as it was when it was read', async () => {
  await useAnthropic();
  const path = join(w.home, 'workspaces', 'home', 'chart.png');
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, png(5));
  w.sim.script((request) =>
    JSON.stringify(request.body).includes('tool_result')
      ? [{ do: 'text', text: 'A chart.' }]
      : [{ do: 'tool', name: 'read', input: { path: 'chart.png' } }],
  );
  await say('What is in the chart?');
  expect(textOf(callsOf(w.sim).at(-1))).toContain('chart.png is a picture (image/png, 308 bytes).');
  expect(imagesIn(-1)).toEqual([png(5).toString('base64')]);
  writeFileSync(path, png(6));
  w = await w.restart();
  w.sim.script(() => [{ do: 'text', text: 'The same.' }]);
  await say('And now?');
  expect(imagesIn(-1)).toEqual([png(5).toString('base64')]);
});
