import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import type { HostClient } from '#contract/client/connect.ts';
import { createHost } from '#core/app/create-host.ts';
import { tempHome } from '../../harness/temp-home.ts';
import { until } from '../../harness/until.ts';
import { useModel } from '../../harness/wire.ts';
import { type ModelSim, startModelSim } from '../../sim/models/server.ts';
import type { ShownMessage } from '../../sim/whatsapp/accounts.ts';
import { pluginsWith } from '../../sim/whatsapp/quick.ts';
import { startWhatsAppSim, type WhatsAppSim } from '../../sim/whatsapp/server.ts';
import { type Step, scripted } from '../drive.ts';

/** Somebody with the owner's display name and a number of their own. */
export const impostor = '491799';

export interface Phones {
  readonly home: string;
  readonly client: HostClient;
  readonly sim: ModelSim;
  readonly wa: WhatsAppSim;
  readonly workspaceId: string;
  /** Olga's chat with herself. */
  readonly selfId: string;
  /** Ann, Bob, Eve, the impostor and Olga, whose phone is linked. Open; whoever calls it by name may be answered when allowed. */
  readonly familyId: string;
  /** Ann alone; open. */
  readonly annId: string;
  readonly canary: string;
  /** Resolves when `look` says so; it is asked again whenever a phone or the host has something new. */
  sees(what: string, look: () => boolean | Promise<boolean>): Promise<void>;
  /** What somebody's phone shows in a chat. */
  shown(who: string, chat: string): ShownMessage[];
  /** What the owner's number said to Ann. */
  toAnn(): string[];
  memberId(name: string): Promise<string>;
  /** From now on the model does this. */
  model(steps: readonly Step[]): ReturnType<typeof scripted>;
  /** The model wants to write this to Ann; resolves with the request as Olga's phone shows it. */
  wants(text: string): Promise<{ shown: ShownMessage; code: string; askId: string }>;
  /** Everything that was sent has come, and nothing of it runs any more. */
  quiet(): Promise<void>;
  /** Denies what is open, ends an emergency stop, and takes back every right: as it was at first. */
  tidy(): Promise<void>;
  rules(): Promise<string[]>;
  close(): Promise<void>;
}

const longMs = 20_000;
const fast = { perSecond: 1_000, burst: 1_000 };

/** The host with a simulated WhatsApp: the owner's number is linked, two chats are open, and not everybody in them is a friend. */
export const startPhones = async (o: { toolboxDir: string }): Promise<Phones> => {
  const [sim, wa] = await Promise.all([startModelSim(), startWhatsAppSim()]);
  for (const [pn, name] of [
    ['491701', 'Olga'],
    ['491702', 'Ann'],
    ['491703', 'Bob'],
    ['491704', 'Eve'],
    [impostor, 'Olga'],
  ] as const)
    wa.addPerson(pn, name);
  const home = tempHome();
  const host = await createHost({
    home,
    version: '0.0.0-test',
    firstParty: pluginsWith(wa.url, undefined, wa.media.host),
    toolboxDir: o.toolboxDir,
    samplesDir: null,
    containerRuntime: 'embedded',
    // People wait between messages; a suite need not.
    outboxTiming: { perConnection: fast, perChat: fast },
  });
  const client: HostClient = createRouterClient(host.api, {
    context: { surface: 'desktop', openLink: () => '', url: () => null, stop: () => undefined },
  });
  await useModel(client, sim, { key: `sim-key-${randomBytes(8).toString('hex')}` });
  const sees: Phones['sees'] = async (what, look) => {
    const deadline = Date.now() + longMs;
    while (!(await look())) {
      if (Date.now() > deadline) throw new Error(`waited ${longMs / 1000} s for: ${what}`);
      await somethingNew(wa);
    }
  };
  const phone = (name: string) => wa.phone(name);
  const { id: lineId } = await client.links.add({ channel: 'whatsapp', name: 'Olga', mode: 'own' });
  await client.links.pair({ id: lineId });
  const link = async () => (await client.links.list())[0];
  await sees('a code', async () => typeof (await link())?.qr === 'string');
  phone('Olga').scan((await link())?.qr ?? '');
  await sees('the past', () => phone('Olga').receipts.filter((r) => r.type === 'hist_sync').length >= 3);
  await sees('the link', async () => (await link())?.state === 'live');

  phone('Ann').createGroup('Family', ['Olga', 'Bob', 'Eve', impostor]);
  await phone('Ann').say('Olga', 'hi');
  const workspaceId = (await client.workspaces.list())[0]?.id ?? '';
  const open = async (name: string): Promise<string> => {
    const find = async () => (await client.links.chats({ id: lineId })).find((c) => c.name === name);
    await sees(`the chat ${name}`, async () => (await find()) !== undefined);
    const chatId = (await find())?.id ?? '';
    await client.links.registerChat({ chatId, workspaceId });
    return chatId;
  };
  const [familyId, annId] = [await open('Family'), await open('Ann')];
  const canary = `canary-${randomBytes(8).toString('hex')}`;
  writeFileSync(join(home, 'workspaces', 'home', 'diary.txt'), `my secret: ${canary}\n`);
  // Names are learned from what people say; the impostor says theirs last.
  for (const who of ['Ann', 'Bob', 'Eve', impostor]) await phone(who).say('Family', `hello from ${who}`);
  scripted(sim, []);
  await phone('Olga').say('Olga', 'hello');
  await sees('the chat with oneself', async () => (await client.chats.list()).some((c) => c.kind === 'self'));
  const selfId = (await client.chats.list()).find((c) => c.kind === 'self')?.id ?? '';

  const shown: Phones['shown'] = (who, chat) => {
    const key = chat === 'Family' ? wa.group('Family').id : chat;
    return phone(who).shown.filter((m) => m.chat === key && !m.isDeleted);
  };
  const isIdle = async (): Promise<boolean> => {
    const { turns } = await client.host.status();
    return turns.queued === 0 && turns.running.every(({ state }) => state === 'waiting');
  };
  let asked = 0;
  const world: Phones = {
    home,
    client,
    sim,
    wa,
    workspaceId,
    selfId,
    familyId,
    annId,
    canary,
    sees,
    shown,
    toAnn: () => [...shown('Ann', 'Olga'), ...shown('Ann', 'Family')].filter((m) => m.from === 'Olga').map((m) => m.text),
    async memberId(name) {
      const { members } = await client.people.ofChat({ chatId: familyId });
      return members.find((m) => m.name === name && !m.isOwner)?.id ?? '';
    },
    model: (steps) => scripted(sim, steps),
    async wants(text) {
      const told = scripted(sim, [[{ do: 'tool', name: 'send_message', input: { chat: annId, text } }]]);
      const before = new Set((await client.asks.list({ state: 'pending' })).map(({ id }) => id));
      await phone('Olga').say('Olga', `please write to Ann (${++asked})`);
      const ask = await until(client, 'the request', async () =>
        (await client.asks.list({ state: 'pending' })).find(({ id }) => !before.has(id)),
      );
      void told;
      const find = () => shown('Olga', 'Olga').find((m) => m.text.includes(`approve ${ask.shortId}`));
      await sees('the request on the phone', () => find() !== undefined);
      return { shown: find() as ShownMessage, code: ask.shortId, askId: ask.id };
    },
    async quiet() {
      const said = (): number =>
        shown('Olga', 'Olga').filter((m) => m.text.startsWith('⚙️') && /release shows|\/help|stop everything/.test(m.text)).length;
      const before = said();
      // Comes after all of it on the same line, and is answered without the model.
      await phone('Olga').say('Olga', '/help');
      // Everything that goes out is held while everything stands still.
      await sees('the answer to /help', async () => said() > before || (await client.emergency.get()).on !== null);
      await sees('that nothing runs', isIdle);
    },
    async tidy() {
      const { on, held } = await client.emergency.get();
      if (on !== null) await client.emergency.release({ seen: held.map(({ id }) => id), drop: held.map(({ id }) => id) });
      for (const ask of await client.asks.list({ state: 'pending' }))
        await client.asks.answer({ id: ask.id, decision: 'deny' }).catch(() => undefined);
      await client.people.setStarters({ chatId: familyId, starters: 'chosen' });
      for (const { id, mayStart } of (await client.people.ofChat({ chatId: familyId })).members)
        if (mayStart) await client.people.setMayStart({ chatId: familyId, personId: id, may: false }).catch(() => undefined);
      await client.people.setTrigger({ chatId: familyId, trigger: { when: 'addressed', names: null } });
      await sees('that nothing runs', isIdle);
      for (const chatId of [familyId, selfId, annId]) await client.sessions.reset({ chatId }).catch(() => undefined);
      await client.workspaces.clearTaint({ name: 'home' });
      // One that was frozen by an attack is not what the next one should meet.
      await client.workspaces.stopSandbox({ id: workspaceId });
    },
    rules: async () => (await client.audit.list({ limit: 20 })).map((row) => row.rule),
    async close() {
      await host.stop();
      await Promise.all([sim.close(), wa.close()]);
    },
  };
  return world;
};

/** Resolves when a phone shows something else, and at the latest after a moment: the host has news of its own. */
const somethingNew = (wa: WhatsAppSim): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(done, 20);
    const stop = wa.onChange(done);
  });
