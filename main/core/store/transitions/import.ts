import type { ArchivedAccount, ArchivedTask, ArchivedWorkspace } from '#contract/model/archive.ts';
import type { AuditEntry } from '#contract/model/records.ts';
import type { Db } from '../open.ts';
import { type ImportParts, insert, textWithIds } from './import-rows.ts';
import { deleteWorkspaceRows } from './purge.ts';

/** What a workspace is called while it comes in: no name can be so, and no list shows it. */
const comingIn = (id: string): string => `importing:${id}`;

/** A workspace that nobody sees yet. `purgeImports` removes it with all that was put into it. */
export const addHiddenWorkspace = (
  db: Db,
  o: { id: string; workspace: ArchivedWorkspace; sandbox: string; idOf: (old: string) => string },
  now: number,
): void =>
  db.tx(() => {
    const { workspace: w } = o;
    insert(db, 'workspaces', {
      id: o.id,
      name: comingIn(o.id),
      realm: w.realm,
      is_admin: 0,
      sandbox: o.sandbox,
      // Whatever else it was allowed there: here it is allowed what a new one is.
      profile_id: w.isLocked ? 'locked' : null,
      instructions: w.instructions,
      color: w.color,
      chips: JSON.stringify(w.chips),
      taint: w.taint,
      taint_cause: textWithIds(o.idOf, w.taintCause),
      folder: comingIn(o.id),
      archived_at: now,
      deleted_at: now,
      deleted_name: w.name,
    });
  });

/** Numbers for messages that nobody else gets. Returns what is added to those of the archive. */
export const reserveSeqs = (db: Db, range: { firstSeq: number; lastSeq: number }): number =>
  db.tx(() => {
    const last = Number(db.get("SELECT seq FROM sqlite_sequence WHERE name = 'messages'")?.seq ?? 0);
    const next = last + (range.lastSeq - range.firstSeq) + 1;
    if (db.run("UPDATE sqlite_sequence SET seq = ? WHERE name = 'messages'", next) === 0)
      db.run("INSERT INTO sqlite_sequence(name, seq) VALUES ('messages', ?)", next);
    return last + 1 - range.firstSeq;
  });

export const addPeople = (db: Db, people: readonly { id: string; name: string }[]): void =>
  db.tx(() => {
    // Nobody is let in by an archive: names alone, without a number and without a right.
    for (const { id, name } of people) insert(db, 'persons', { id, role: 'unknown', name });
  });

export interface Reveal {
  readonly accounts: readonly { readonly id: string; readonly name: string; readonly account: ArchivedAccount }[];
  readonly workspaces: readonly {
    readonly id: string;
    readonly name: string;
    readonly folder: string;
    readonly workspace: ArchivedWorkspace;
  }[];
  readonly memories: readonly {
    readonly id: string;
    readonly workspaceId: string | null;
    readonly key: string;
    readonly text: string;
    readonly taint: string | null;
    readonly at: number;
  }[];
  readonly tasks: readonly ArchivedTask[];
  /** The workspace that Pynchy began with and that nobody used; the archive's own takes its place. */
  readonly replaces: { readonly id: string; readonly by: string } | null;
  readonly audit: (entry: AuditEntry) => void;
  readonly entry: AuditEntry;
}

/** The end of an import: all of it is there from now on, or nothing. */
export const revealImport = (db: Db, p: ImportParts, r: Reveal): void =>
  db.tx(() => {
    for (const { id, name, account: a } of r.accounts)
      insert(db, 'accounts', {
        id,
        name,
        provider: a.provider,
        base_url: a.baseUrl,
        realm: a.realm,
        key_ref: null,
        default_model: a.defaultModel,
        budget_tokens: a.budgetTokens,
        color: a.color,
      });
    if (r.replaces) {
      db.run('PRAGMA defer_foreign_keys = ON');
      deleteWorkspaceRows(db, r.replaces.id);
      db.run('UPDATE workspaces SET is_admin = 1 WHERE id = ?', r.replaces.by);
    }
    for (const { id, name, folder, workspace: w } of r.workspaces) {
      const archivedAt = id === r.replaces?.by ? null : w.archivedAt;
      db.run(
        'UPDATE workspaces SET name = ?, folder = ?, archived_at = ?, deleted_at = NULL, deleted_name = NULL WHERE id = ?',
        name,
        folder,
        archivedAt,
        id,
      );
      const routes = w.accounts.flatMap((route) => {
        const accountId = p.accountOf(route.id);
        return accountId === null ? [] : [{ accountId, model: route.model }];
      });
      const known = new Set<string>();
      for (const { accountId, model } of routes)
        if (!known.has(accountId)) {
          insert(db, 'workspace_accounts', { workspace_id: id, ord: known.size, account_id: accountId, model });
          known.add(accountId);
        }
      // Everything in it was read elsewhere.
      db.run(
        'UPDATE chats SET read_seq = coalesce((SELECT max(seq) FROM messages WHERE chat_id = chats.id), 0) WHERE workspace_id = ?',
        id,
      );
      db.event({ topic: 'workspace', entityId: id });
      db.event({ topic: 'chat', entityId: id });
    }
    for (const { workspaceId, taint, at, ...m } of r.memories) insert(db, 'memories', { ...m, workspace_id: workspaceId, taint, at });
    for (const t of r.tasks)
      insert(db, 'tasks', {
        id: p.idOf(t.id),
        workspace_id: p.idOf(t.workspaceId),
        chat_id: p.idOf(t.chatId),
        owner_person_id: p.ownerId,
        prompt: t.prompt,
        rule: JSON.stringify(t.rule),
        zone: t.zone,
        context: t.context,
        missed: t.missed,
        // Off until a person switches it on.
        enabled: 0,
        next_at: t.nextAt,
        created_at: t.createdAt,
        taint: t.taint,
        taint_cause: textWithIds(p.idOf, t.taintCause),
      });
    r.audit(r.entry);
    for (const topic of ['account', 'memory', 'task'] as const) db.event({ topic, entityId: 'import' });
  });

// Names that an import brought and that nothing speaks of any more.
const strayPeople = `DELETE FROM persons WHERE role = 'unknown' AND id NOT IN (SELECT person_id FROM identities)
  AND id NOT IN (SELECT person_id FROM chat_members) AND id NOT IN (SELECT person_id FROM message_reactions)
  AND id NOT IN (SELECT person_id FROM messages WHERE person_id IS NOT NULL) AND id NOT IN (SELECT authority_person_id FROM turns)`;

/** Whether nobody has used Pynchy here yet: then an import takes the place of what was there from the start. */
export const isUnused = (db: Pick<Db, 'get'>): boolean =>
  db.get(`SELECT 1 WHERE EXISTS (SELECT 1 FROM workspaces w JOIN chats c ON c.workspace_id = w.id JOIN messages m ON m.chat_id = c.id
    WHERE w.name NOT LIKE 'importing:%') OR EXISTS (SELECT 1 FROM tasks) OR EXISTS (SELECT 1 FROM memories)
    OR (SELECT count(*) FROM workspaces WHERE name NOT LIKE 'importing:%') <> 1`) === undefined;

/** Removes what an import left that did not come to its end. Returns the ids of its workspaces. */
export const purgeImports = (db: Db): string[] =>
  db.tx(() => {
    const ids = db.all("SELECT id FROM workspaces WHERE name LIKE 'importing:%'").map((row) => String(row.id));
    if (ids.length > 0) db.run('PRAGMA defer_foreign_keys = ON');
    for (const id of ids) deleteWorkspaceRows(db, id);
    if (ids.length > 0) db.run(strayPeople);
    return ids;
  });
