import { newId } from '../../base/ids.ts';
import type { Db } from '../open.ts';

export interface Seed {
  readonly installId: string;
  readonly firstStart: boolean;
}

/** What exists from the first start on: the owner, the built-in connections, the account `practice`, the workspace `home`. */
export const seed = (db: Db, bootId: string, now: number): Seed =>
  db.tx(() => {
    const meta = db.get('SELECT install_id FROM meta');
    if (meta) {
      db.run('UPDATE meta SET boot_id = ?', bootId);
      return { installId: String(meta.install_id), firstStart: false };
    }
    const installId = newId('inst', now);
    const owner = newId('person', now);
    const practice = newId('acct', now);
    const home = newId('ws', now);
    db.run('INSERT INTO meta(one, install_id, boot_id) VALUES (1, ?, ?)', installId, bootId);
    db.run("INSERT INTO persons(id, role, name) VALUES (?, 'owner', 'You')", owner);
    db.run("INSERT INTO identities(kind, value, person_id) VALUES ('desktop', 'local', ?)", owner);
    for (const [id, name] of [
      ['desktop', 'This computer'],
      ['cli', 'Terminal'],
      ['scheduler', 'Tasks'],
    ] as const)
      db.run("INSERT INTO connections(id, channel, name, state) VALUES (?, ?, ?, 'live')", id, id, name);
    db.run("INSERT INTO accounts(id, name, provider, base_url, realm) VALUES (?, 'practice', 'practice', '', 'personal')", practice);
    db.run("INSERT INTO workspaces(id, name, realm, is_admin, sandbox) VALUES (?, 'home', 'personal', 1, 'auto')", home);
    db.run('INSERT INTO workspace_accounts(workspace_id, ord, account_id) VALUES (?, 0, ?)', home, practice);
    return { installId, firstStart: true };
  });
