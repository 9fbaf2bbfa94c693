import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type ArchivedLine, archiveFormat } from '#contract/model/archive.ts';
import { createZip, ZipTooLarge, type ZipWriter } from '../../base/zip-writer.ts';
import type { Db } from '../open.ts';
import { chatLines, exportedChats } from './chat-lines.ts';
import { exportedTables, seqRange } from './tables.ts';
import { filesBelow, readInside } from './workspace-files.ts';

export interface ExportJob {
  readonly file: string;
  readonly at: number;
  readonly blobsDir: string;
  /** Folders on the host whose files go along. */
  readonly workspaces: readonly { readonly id: string; readonly name: string; readonly folder: string }[];
  /** Of the host's own settings, those that make sense on another computer. */
  readonly settings: object;
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

chats/        every chat, a line of JSON for each session, turn, message and step
files/        the files of each workspace
attachments/  files that came with messages, and long outputs; named by their SHA-256
*.json        workspaces, accounts (without keys), people, tasks, memories, settings

Keys and passphrases are not in here. Neither are the settings of plugins, linked numbers, approvals and the list of decisions.
Pynchy reads it back in: Settings, Your data, or pynchy import FILE.
`;

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
  const folders = new Map(job.workspaces.map(({ id, name }, i) => [id, `${i + 1} ${plainName(name)}`]));
  zip.add('pynchy.json', [json({ product: 'pynchy', format: archiveFormat, at: job.at, ...seqRange(db) })]);
  zip.add('settings.json', [json(job.settings)]);
  for (const [name, rows] of Object.entries(exportedTables(db, (id) => folders.get(id) ?? null))) zip.add(`${name}.json`, [json(rows)]);
  const chats = exportedChats(db);
  const count = (): void => {
    messages += 1;
  };
  for (const [i, chat] of chats.entries()) zip.add(`chats/${i + 1} ${plainName(chat.name)}.jsonl`, inLines(chatLines(db, chat, count)));
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
  for (const { id, folder } of job.workspaces) {
    if (!existsSync(folder)) continue;
    // A backslash is part of a name here, and a way upwards where the archive may be unpacked.
    for (const path of filesBelow(folder, unreadable)) addFile(folder, path, `files/${folders.get(id)}/${path.replaceAll('\\', '_')}`);
  }
  for (const { sha256 } of db.all(blobsInUse)) {
    const hash = String(sha256);
    addFile(job.blobsDir, join(hash.slice(0, 2), hash), `attachments/${hash}`);
  }
  return { chats: chats.length, messages, files, skipped };
};

const json = (value: object): Uint8Array => Buffer.from(JSON.stringify(value, null, 1));
function* inLines(lines: Iterable<ArchivedLine>): Generator<Uint8Array> {
  for (const line of lines) yield Buffer.from(`${JSON.stringify(line)}\n`);
}

// Of the chats that are inside, and of nothing else: not of drafts, requests and what was deleted.
const inChats =
  'chat_id IN (SELECT c.id FROM chats c JOIN workspaces w ON w.id = c.workspace_id WHERE c.removed_at IS NULL AND w.deleted_at IS NULL)';
const blobsInUse = `SELECT r.sha256 FROM blob_refs r JOIN messages m ON m.id = r.owner_id WHERE r.owner_kind IN ('attachment', 'message') AND m.deleted_at IS NULL AND m.${inChats}
  UNION SELECT r.sha256 FROM blob_refs r JOIN steps s ON s.id = r.owner_id JOIN turns t ON t.id = s.turn_id WHERE r.owner_kind = 'step' AND t.${inChats}
  UNION SELECT s.output_blob FROM steps s JOIN turns t ON t.id = s.turn_id WHERE s.output_blob IS NOT NULL AND t.${inChats} ORDER BY 1`;

function* withFirst(first: IteratorResult<Uint8Array>, rest: Iterable<Uint8Array>): Generator<Uint8Array> {
  if (first.done) return;
  yield first.value;
  yield* rest;
}

const plainName = (name: string): string => name.replace(/[^\p{L}\p{N} ._-]+/gu, '_').slice(0, 60) || 'unnamed';
