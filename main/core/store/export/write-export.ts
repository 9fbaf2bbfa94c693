import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createZip, ZipTooLarge, type ZipWriter } from '../../base/zip-writer.ts';
import type { Db } from '../open.ts';
import { chatJson } from './chat-json.ts';
import { filesBelow, readInside } from './workspace-files.ts';

export interface ExportJob {
  readonly file: string;
  readonly at: number;
  readonly blobsDir: string;
  /** Folder on the host by name of the workspace. */
  readonly workspaces: readonly { readonly name: string; readonly folder: string }[];
}
export type ExportOutcome =
  | {
      readonly ok: true;
      readonly bytes: number;
      readonly chats: number;
      readonly messages: number;
      readonly files: number;
      readonly skipped: number;
    }
  | { readonly ok: false; readonly code: 'export-too-large' | 'disk-full' };

const about = `This archive was written by Pynchy.

chats/        every chat as JSON: messages in order, and the steps of each answer
files/        the files of each workspace
attachments/  files that came with messages, and long outputs; named by their SHA-256
*.json        workspaces, accounts (without keys), tasks, memories

Keys and passphrases are not in here. Neither are the settings of plugins.
`;

// Columns by name: a new one, which might hold a secret, is not exported by itself.
const tables: Readonly<Record<string, string>> = {
  workspaces: 'SELECT id, name, realm, is_admin, sandbox, instructions FROM workspaces',
  accounts: 'SELECT id, name, provider, base_url, realm, default_model, budget_tokens FROM accounts',
  tasks: 'SELECT id, workspace_id, chat_id, prompt, rule, zone, enabled, created_at FROM tasks',
  memories: 'SELECT workspace_id, key, text, at FROM memories',
};

/** What the name of an archive ends with until it is whole. */
export const unfinishedExport = '.part';

/** Writes everything but secrets into one archive; meant for a worker. It has its name only when it is whole. */
export const writeExport = (db: Pick<Db, 'all'>, job: ExportJob): ExportOutcome => {
  const unfinished = `${job.file}${unfinishedExport}`;
  const zip = createZip(unfinished, new Date(job.at));
  try {
    const counts = fill(zip, db, job);
    const bytes = zip.end();
    renameSync(unfinished, job.file);
    return { ok: true, bytes, ...counts };
  } catch (error) {
    zip.discard();
    rmSync(unfinished, { force: true });
    if (error instanceof ZipTooLarge) return { ok: false, code: 'export-too-large' };
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return { ok: false, code: 'disk-full' };
    throw error;
  }
};

const fill = (zip: ZipWriter, db: Pick<Db, 'all'>, job: ExportJob) => {
  let messages = 0;
  let files = 0;
  let skipped = 0;
  zip.add('READ ME.txt', [Buffer.from(about)]);
  for (const [name, sql] of Object.entries(tables)) zip.add(`${name}.json`, [Buffer.from(JSON.stringify(db.all(sql), null, 1))]);
  const chats = db.all(
    'SELECT c.id, c.name, c.connection_id AS channel, w.name AS workspace FROM chats c JOIN workspaces w ON w.id = c.workspace_id ORDER BY c.rowid',
  );
  const count = (): void => {
    messages += 1;
  };
  for (const [i, chat] of chats.entries()) zip.add(`chats/${i + 1} ${plainName(String(chat.name))}.json`, chatJson(db, chat, count));
  const addFile = (root: string, path: string, name: string): void => {
    // The first piece is read before the entry begins, so that what cannot be read leaves no empty entry.
    const pieces = readInside(root, path);
    let first: IteratorResult<Uint8Array>;
    try {
      first = pieces.next();
    } catch {
      skipped += 1;
      return;
    }
    zip.add(name, withFirst(first, pieces));
    files += 1;
  };
  const unreadable = (): void => {
    skipped += 1;
  };
  for (const { name, folder } of job.workspaces) {
    if (!existsSync(folder)) continue;
    // A backslash is part of a name here, and a way upwards where the archive may be unpacked.
    for (const path of filesBelow(folder, unreadable)) addFile(folder, path, `files/${plainName(name)}/${path.replaceAll('\\', '_')}`);
  }
  for (const { sha256 } of db.all(blobsInUse)) {
    const hash = String(sha256);
    addFile(job.blobsDir, join(hash.slice(0, 2), hash), `attachments/${hash}`);
  }
  return { chats: chats.length, messages, files, skipped };
};

// Long outputs of tools are named by their steps alone.
const blobsInUse = 'SELECT sha256 FROM blob_refs UNION SELECT output_blob FROM steps WHERE output_blob IS NOT NULL ORDER BY 1';

function* withFirst(first: IteratorResult<Uint8Array>, rest: Iterable<Uint8Array>): Generator<Uint8Array> {
  if (first.done) return;
  yield first.value;
  yield* rest;
}

const plainName = (name: string): string => name.replace(/[^\p{L}\p{N} ._-]+/gu, '_').slice(0, 60) || 'unnamed';
