import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { AppError, isAppError } from '#contract/errors.ts';
import { reason } from '#contract/model/reason.ts';
import type { ImportResult, ImportView } from '#contract/ui/domains/settings.ts';
import { newId } from '../../base/ids.ts';
import type { Registry } from '../../plugins/registry.ts';
import type { Sandboxes } from '../../sandbox/ports.ts';
import { importArchive, undoImports } from '../../services/import/import-archive.ts';
import { PortableSettings } from '../../settings/settings.ts';
import type { Foundation } from '../foundation.ts';

const idle: ImportView = { state: 'idle', doneBytes: 0, totalBytes: 0, result: null, reason: null };
/** Screens are told at most so often. */
const tellMs = 250;

interface Upload {
  readonly id: string;
  readonly file: string;
  readonly bytes: number;
  readonly fd: number;
  received: number;
}

/** Exports that come back: uploaded by a window, or named by the terminal. One at a time. */
export const createImporter = (f: Foundation, o: { registry: Registry; sandboxes: Pick<Sandboxes, 'stop'> }) => {
  const { store, paths, clock, settings } = f;
  const log = f.logFile.scope('import');
  let view = idle;
  let running: AbortController | null = null;
  let upload: Upload | null = null;

  const show = (next: ImportView): void => {
    view = next;
    store.events.tell('settings', 'import');
  };
  const dropUpload = (): void => {
    if (upload === null) return;
    const { fd, file } = upload;
    upload = null;
    try {
      closeSync(fd);
    } finally {
      rmSync(file, { force: true });
    }
  };
  const deps = {
    store,
    clock,
    blobs: f.blobs,
    audit: f.audit,
    dir: paths.workspaces,
    ownerId: () => store.people.owner().id,
    sandboxes: () => new Set(['auto', ...o.registry.all('sandbox').flatMap(({ pluginId, impl }) => [pluginId, impl.id])]),
    stopSandbox: (workspaceId: string) => o.sandboxes.stop(workspaceId),
    settings: (value: unknown) => {
      const given = PortableSettings.parse(value);
      return () => {
        for (const [key, setting] of Object.entries(given))
          if (setting !== undefined) settings.set(key as keyof PortableSettings, setting as never);
        store.events.tell('settings', 'window');
      };
    },
    log,
  };
  const fileOf = (from: { uploadId: string } | { file: string }): string => {
    if ('file' in from) return from.file;
    if (upload?.id !== from.uploadId || upload.received !== upload.bytes) throw new AppError('upload-gone');
    return upload.file;
  };

  const run = async (file: string, stop: AbortController): Promise<ImportResult> => {
    let toldAt = clock.mono();
    show({ ...idle, state: 'running' });
    const progress = (doneBytes: number, totalBytes: number): void => {
      view = { ...view, doneBytes, totalBytes };
      if (clock.mono() - toldAt < tellMs) return;
      toldAt = clock.mono();
      show(view);
    };
    try {
      const result = await importArchive(deps, file, { signal: stop.signal, progress });
      log('info', 'imported', {
        workspaces: result.workspaces.length,
        chats: result.chats,
        messages: result.messages,
        files: result.files,
      });
      show({ ...view, state: 'done', result });
      return result;
    } catch (error) {
      const isCancelled = isAppError(error) && error.code === 'cancelled';
      log('warn', 'not imported', { error: String(error) });
      const why = isAppError(error) ? reason(error.code, error.data) : reason('internal');
      show({ ...view, state: isCancelled ? 'cancelled' : 'failed', reason: isCancelled ? null : why });
      throw error;
    }
  };

  f.closers.add('import', () => {
    running?.abort();
    dropUpload();
  });
  return {
    /** What a host left that ended in the middle of one. */
    async sweep(): Promise<void> {
      rmSync(paths.importing, { recursive: true, force: true });
      await undoImports(deps);
    },
    begin(bytes: number): { uploadId: string } {
      if (running) throw new AppError('import-running');
      dropUpload();
      mkdirSync(paths.importing, { recursive: true, mode: 0o700 });
      const id = newId('upl', clock.now());
      const file = join(paths.importing, id);
      upload = { id, file, bytes, fd: openSync(file, 'wx', 0o600), received: 0 };
      return { uploadId: id };
    },
    piece(uploadId: string, offset: number, data: Uint8Array): { received: number } {
      if (upload?.id !== uploadId || offset !== upload.received || offset + data.length > upload.bytes) {
        dropUpload();
        throw new AppError('upload-gone');
      }
      for (let at = 0; at < data.length; ) at += writeSync(upload.fd, data, at);
      upload.received += data.length;
      return { received: upload.received };
    },
    /** Rejects with an ImportErrorCode, disk-full, upload-gone or cancelled. */
    async run(from: { uploadId: string } | { file: string }, gone: AbortSignal): Promise<ImportResult> {
      if (running) throw new AppError('import-running');
      const file = fileOf(from);
      const stop = new AbortController();
      running = stop;
      const leave = (): void => stop.abort();
      gone.addEventListener('abort', leave, { once: true });
      try {
        return await run(file, stop);
      } finally {
        running = null;
        gone.removeEventListener('abort', leave);
        if ('uploadId' in from) dropUpload();
      }
    },
    state: (): ImportView => view,
    cancel(): boolean {
      running?.abort();
      return running !== null;
    },
  };
};
export type Importer = ReturnType<typeof createImporter>;
