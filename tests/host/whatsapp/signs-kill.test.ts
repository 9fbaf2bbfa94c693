import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { toolboxDir } from '../../harness/built.ts';
import { type PhoneWorld, shownIn, startPhoneWorld } from '../../harness/phone-with-model.ts';
import type { Action } from '../../sim/models/actions.ts';

const program = fileURLToPath(new URL('../../sim/whatsapp/host-process.ts', import.meta.url));

const begin = async ({ w }: PhoneWorld): Promise<ChildProcess> => {
  const child = spawn(process.execPath, [program, w.home, w.sim.url, toolboxDir(), w.sim.media.host], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (child.stdout) await once(child.stdout, 'data');
  return child;
};
const kill = async (child: ChildProcess): Promise<void> => {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
};

const never = new Promise<void>(() => undefined);
const long = Array.from({ length: 400 }, (_, i) => `Line ${i} of a long answer.`).join('\n');
const texts = (p: PhoneWorld): string[] => shownIn(p, 'Olga', 'Olga').map((m) => m.text);
const seen = (p: PhoneWorld, pattern: RegExp) =>
  expect.poll(() => texts(p).some((text) => pattern.test(text)), { interval: 2, timeout: 60_000 }).toBe(true);

interface Moment {
  readonly what: string;
  readonly first: Action[];
  readonly answer: string;
  readonly until: (p: PhoneWorld) => Promise<unknown>;
}
const moments: readonly Moment[] = [
  {
    what: 'while the placeholder stands there',
    first: [{ do: 'wait', gate: never }],
    answer: 'The answer.',
    until: (p) => seen(p, /^🦞 …$/),
  },
  {
    what: 'when a part of the answer is in it',
    first: [
      { do: 'text', text: 'The ans' },
      { do: 'wait', gate: never },
    ],
    answer: 'The answer.',
    until: (p) => seen(p, /^🦞 The ans …$/),
  },
  {
    what: 'when the answer is on its way and not confirmed',
    first: [{ do: 'text', text: 'The answer.' }],
    answer: 'Another answer.',
    async until(p) {
      p.w.sim.faults.dropAcks = true;
      await seen(p, /answer\.$/);
    },
  },
  {
    what: 'between the parts of a long answer',
    first: [{ do: 'text', text: long }],
    answer: 'Another answer.',
    until: (p) => seen(p, /^🦞 Line 0 of/),
  },
];

it.each(moments)('shows one answer and nothing left over when the host is killed $what', { timeout: 300_000 }, async (moment) => {
  const p = await startPhoneWorld();
  try {
    const [home] = await p.w.client.workspaces.list();
    await p.w.client.sending.setWorkspace({ id: home?.id ?? '', placeholder: 'at-once' });
    await p.w.host.stop();
    p.model.script(() => moment.first);
    const child = await begin(p);
    await p.w.sim.phone('Olga').say('Olga', 'question');
    await moment.until(p);
    await kill(child);
    p.model.script(() => [{ do: 'text', text: moment.answer }]);
    p.w.sim.faults.dropAcks = false;
    p.w = await p.w.restart();
    await p.w.becomes('live');
    const [chat] = (await p.w.client.chats.list()).filter((c) => c.channel === 'whatsapp');
    const turn = async () => (await p.w.client.chats.thread({ chatId: chat?.id ?? '' })).turns.at(-1);
    await expect.poll(async () => (await turn())?.delivery, { timeout: 60_000 }).toBe('sent');
    const stored = (await turn())?.steps.findLast((s) => s.kind === 'text' && s.state === 'done')?.text ?? '';
    await expect
      .poll(
        () =>
          texts(p)
            .slice(1)
            .map((text) => text.replace(/^🦞 /, ''))
            .join('\n'),
        { timeout: 60_000 },
      )
      .toBe(stored);
    expect(texts(p)[0]).toBe('question');
    await expect.poll(() => shownIn(p, 'Olga', 'Olga')[0]?.reactions.get('Olga')).toBe('✅');
  } finally {
    await p.close();
  }
});
