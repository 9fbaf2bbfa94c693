import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { HostClient } from '#contract/client/connect.ts';
import { startHost } from '../harness/in-process-host.ts';
import { tempHome } from '../harness/temp-home.ts';

export interface Template {
  readonly home: string;
  readonly chatIds: readonly string[];
  readonly notesId: string;
}

/** A home with an account, two workspaces and four chats, made once and copied for each seed. */
export const makeTemplate = async (prepare?: (client: HostClient) => Promise<unknown>): Promise<Template> => {
  const t = await startHost();
  try {
    await prepare?.(t.client);
    await t.client.accounts.add({ name: 'sim', provider: 'openai', baseUrl: 'http://127.0.0.1:9/v1', key: 'chaos-key-0123456789' });
    await t.client.workspaces.set({ name: 'home', accounts: ['sim'], model: 'sim-large' });
    const work = await t.client.workspaces.add({ name: 'work', accounts: ['sim'], model: 'sim-large' });
    const [home] = await t.client.workspaces.list();
    const second = await t.client.chats.create({ workspaceId: home?.id ?? '', name: 'Second' });
    const third = await t.client.chats.create({ workspaceId: work.id, name: 'Third' });
    const notes = await t.client.chats.create({ workspaceId: work.id, name: 'Notes' });
    return { home: t.home, chatIds: [t.chatId, second.id, third.id], notesId: notes.id };
  } finally {
    await t.stop();
  }
};

/** A copy of the template whose account leads to `modelUrl`. */
export const copyTemplate = (template: Template, modelUrl: string): string => {
  const home = tempHome();
  cpSync(template.home, home, { recursive: true });
  const db = new DatabaseSync(join(home, 'pynchy.db'));
  try {
    db.prepare("UPDATE accounts SET base_url = ? WHERE name = 'sim'").run(`${modelUrl}/v1`);
  } finally {
    db.close();
  }
  return home;
};
