import { useModel } from '../../harness/wire.ts';
import type { ModelSim } from '../../sim/models/server.ts';
import type { WhatsAppSim } from '../../sim/whatsapp/server.ts';
import { type Group, groups, links, opened, people } from './cast.ts';
import type { Lives } from './life.ts';
import type { Plan } from './plan.ts';

const longMs = 60_000;

/** Two numbers are linked, and their groups opened in the workspace `home`. */
export const setUp = async ({
  sim,
  model,
  lives,
  plan,
}: {
  sim: WhatsAppSim;
  model: ModelSim;
  lives: Lives;
  plan: Plan;
}): Promise<void> => {
  for (const [pn, name] of people) sim.addPerson(pn, name);
  for (const [subject, members] of Object.entries(groups))
    sim.phone('Ann').createGroup(subject, members, subject === 'Team' ? 'pn' : 'lid');
  await lives.until('the host', () => (lives.client() ? null : 'no host'), longMs);
  const client = lives.client();
  if (!client) throw new Error('no host');
  await useModel(client, model);
  const [home] = await client.workspaces.list();
  const workspaceId = home?.id ?? '';
  await client.sending.setWorkspace({ id: workspaceId, placeholder: plan.placeholder });
  for (const name of links) {
    const mode = name === 'Olga' ? ('own' as const) : ('assistant' as const);
    const { id } = await client.links.add({ channel: 'whatsapp', name, mode, ...(mode === 'assistant' ? { ownerNumber: '491701' } : {}) });
    // A line that is cut before the past was told makes the library wait for it for 20 s.
    const isToldOfThePast = (): boolean => sim.phone(name).receipts.filter((r) => r.type === 'hist_sync').length >= 3;
    await lives.until(
      `the link of ${name}`,
      () => (lives.states.get(name)?.state === 'live' && isToldOfThePast() ? null : (lives.states.get(name)?.state ?? 'nothing')),
      longMs,
    );
    for (const group of opened[name]) {
      const find = async () => (await client.links.chats({ id })).find((c) => c.name === group);
      await lives.until(`the group ${group}`, async () => ((await find()) ? null : 'not known'), longMs);
      const chatId = (await find())?.id ?? '';
      await client.links.registerChat({ chatId, workspaceId });
      if (isForEverybody(group)) await client.people.setStarters({ chatId, starters: 'everybody' });
    }
  }
};

const isForEverybody = (group: Group): boolean => group !== 'Family';
