import { existsSync, readdirSync } from 'node:fs';
import { rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as letOthersRun } from 'node:timers/promises';
import { AppError, messageOf } from '#contract/errors.ts';
import type { ArchivedLine, ArchivedOf } from '#contract/model/archive.ts';
import type { ImportResult } from '#contract/ui/domains/settings.ts';
import { newId } from '../../base/ids.ts';
import { addHiddenWorkspace, addPeople, purgeImports, reserveSeqs } from '../../store/transitions/import.ts';
import { addChat, addLine, type ImportParts, newIdsFor } from '../../store/transitions/import-rows.ts';
import { type ImportDeps, type ImportRun, stagingPrefix } from './ports.ts';
import { type Archive, asImportError, readArchive } from './read-archive.ts';
import { accountsOf, reveal } from './reveal.ts';
import { unpackAttachments, unpackFiles } from './unpack.ts';

const spareBytes = 200 * 1024 * 1024;
const linesAtOnce = 100;
const megabytes = (bytes: number): number => Math.ceil(bytes / 1024 ** 2);

/**
 * Reads an export back in. Everything is put where nobody sees it first, and is there all at once in the end; whatever goes wrong
 * before that leaves nothing. Throws an ImportErrorCode, disk-full or cancelled.
 */
export const importArchive = async (deps: ImportDeps, file: string, run: ImportRun): Promise<ImportResult> => {
  const archive = await readArchive(file);
  try {
    await checkRoom(deps, archive);
    return await asImportError(takeIn(deps, archive, run));
  } catch (error) {
    await undoImports(deps);
    throw run.signal.aborted ? new AppError('cancelled', {}, { cause: error }) : error;
  } finally {
    await archive.close();
  }
};

/** Removes what an import left that did not come to its end, also one of a host that died. */
export const undoImports = async (deps: Pick<ImportDeps, 'store' | 'dir' | 'log'>): Promise<void> => {
  purgeImports(deps.store.db);
  if (!existsSync(deps.dir)) return;
  for (const name of readdirSync(deps.dir).filter((entry) => entry.startsWith(stagingPrefix)))
    await rm(join(deps.dir, name), { recursive: true, force: true }).catch((error: unknown) =>
      deps.log('error', 'a folder of an import could not be deleted yet', { folder: name, error: messageOf(error) }),
    );
};

const checkRoom = async (deps: ImportDeps, archive: Archive): Promise<void> => {
  const disk = await statfs(deps.dir);
  const free = disk.bavail * disk.bsize;
  // Texts are stored once more in the index of the search.
  const needed = archive.bytes * 2 + spareBytes;
  if (needed > free) throw new AppError('import-no-room', { needed: megabytes(needed), free: megabytes(free) });
};

const takeIn = async (deps: ImportDeps, archive: Archive, run: ImportRun): Promise<ImportResult> => {
  const { store, clock } = deps;
  const { db } = store;
  const applySettings = deps.settings(archive.settings);
  let done = 0;
  const told = (bytes: number): void => {
    done += bytes;
    run.progress(done, archive.bytes);
  };
  const blobs = await unpackAttachments(archive, deps.blobs, { signal: run.signal, told });

  const accounts = accountsOf(deps, archive);
  const idOf = newIdsFor(newId('import', clock.now()));
  const owners = new Set(archive.people.filter(({ isOwner }) => isOwner).map(({ id }) => id));
  const parts: ImportParts = {
    idOf,
    seqShift: reserveSeqs(db, archive.about),
    ownerId: deps.ownerId(),
    owners,
    accountOf: (old) => accounts.idOf.get(old) ?? null,
    hasBlob: (sha256) => blobs.has(sha256),
    now: clock.now(),
  };
  const choices = deps.sandboxes();
  for (const workspace of archive.workspaces)
    addHiddenWorkspace(
      db,
      { id: idOf(workspace.id), workspace, sandbox: choices.has(workspace.sandbox) ? workspace.sandbox : 'auto', idOf },
      parts.now,
    );
  addPeople(
    db,
    archive.people.filter(({ isOwner }) => !isOwner).map(({ id, name }) => ({ id: idOf(id), name })),
  );
  let messages = 0;
  for (const chat of archive.chats) {
    messages += await takeChat(deps, { archive, parts, chat: archive.lines(chat) }, run.signal);
    told(chat.bytes);
  }
  const counts = { files: 0, skipped: 0 };
  for (const { id, files } of archive.workspaces) {
    const into = join(deps.dir, `${stagingPrefix}${idOf(id)}`);
    const unpacked = await unpackFiles(archive, { folder: files ?? '', into }, { signal: run.signal, told });
    counts.files += unpacked.files;
    counts.skipped += unpacked.skipped;
  }
  run.signal.throwIfAborted();
  const shown = await reveal(deps, archive, { parts, accounts });
  if (shown.replaced) applySettings();
  return { ...shown, chats: archive.chats.length, messages, ...counts };
};

const takeChat = async (
  deps: ImportDeps,
  o: { archive: Archive; parts: ImportParts; chat: AsyncIterable<ArchivedLine> },
  signal: AbortSignal,
): Promise<number> => {
  const { db } = deps.store;
  const { about, workspaces } = o.archive;
  let chat: ArchivedOf<'chat'> | null = null;
  let sessions: ArchivedOf<'session'>[] | null = [];
  let batch: Exclude<ArchivedLine, { record: 'chat' | 'session' }>[] = [];
  let messages = 0;
  const flush = async (): Promise<void> => {
    const head = chat;
    if (head === null) throw new AppError('import-damaged', { detail: 'A chat does not say which one it is.' });
    if (sessions !== null) addChat(db, o.parts, head, sessions);
    sessions = null;
    db.tx(() => {
      for (const line of batch) addLine(db, o.parts, head, line);
    });
    batch = [];
    signal.throwIfAborted();
    await letOthersRun();
  };
  for await (const line of o.chat) {
    if (line.record === 'chat') {
      if (chat !== null || !workspaces.some(({ id }) => id === line.workspaceId))
        throw new AppError('import-damaged', { detail: 'A chat belongs to no workspace of the archive.' });
      chat = line;
    } else if (line.record === 'session') {
      if (sessions === null) throw new AppError('import-damaged', { detail: 'The records of a chat are out of order.' });
      sessions.push(line);
    } else {
      if (line.record === 'message') {
        if (line.seq < about.firstSeq || line.seq > about.lastSeq)
          throw new AppError('import-damaged', { detail: 'A message has a number out of range.' });
        messages += 1;
      }
      batch.push(line);
    }
    if (batch.length >= linesAtOnce) await flush();
  }
  await flush();
  return messages;
};
