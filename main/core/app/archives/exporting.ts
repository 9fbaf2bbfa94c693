import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#contract/errors.ts';
import type { ExportView } from '#contract/ui/domains/settings.ts';
import { sizeOf } from '../../sandbox/disk-watch.ts';
import type { WorkspacesService } from '../../services/workspaces.ts';
import { PortableSettings } from '../../settings/settings.ts';
import { unfinishedExport } from '../../store/export/write-export.ts';
import { createReader } from '../../store/reader.ts';
import type { Foundation } from '../foundation.ts';

/**
 * Everything but secrets as one archive in `<home>/exports/`, written beside the main loop. Who asks while one is being
 * written gets that one. Throws AppError export-too-large or disk-full.
 */
export const createExporter = (f: Foundation, { folder, folderFault }: Pick<WorkspacesService, 'folder' | 'folderFault'>) => {
  const { store, clock, paths, closers, audit, settings } = f;
  // Of its own: a search must not wait until an export is done.
  const reader = createReader({ file: paths.database, audit: null, log: f.logFile.scope('export') });
  closers.add('export', reader.close);
  let running: Promise<ExportView> | null = null;
  const known = () => [...store.workspaces.list(), ...store.workspaces.resting().filter(({ deletedAt }) => deletedAt === null)];

  const run = async (ownFolders: readonly string[]): Promise<ExportView> => {
    const dir = paths.exports;
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    // What a host left that ended in the middle of one.
    for (const name of readdirSync(dir)) if (name.endsWith(unfinishedExport)) rmSync(join(dir, name), { force: true });
    const at = clock.now();
    const file = join(dir, `pynchy-${new Date(at).toISOString().slice(0, 19).replaceAll(':', '-')}.zip`);
    const workspaces = known()
      .filter(({ id, ownFolder }) => ownFolder === null || (ownFolders.includes(id) && folderFault(id) === null))
      .map(({ id, name }) => ({ id, name, folder: folder(id) }));
    const job = { file, at, blobsDir: paths.blobs, workspaces, settings: PortableSettings.parse(settings.get()) };
    const { ok, ...outcome } = await reader.exportAll(job);
    audit.append({
      actor: 'owner',
      workspaceId: null,
      turnId: null,
      callHash: null,
      decision: 'allow',
      rule: 'export-all',
      outcome: ok ? 'written' : 'refused',
      detail: file,
    });
    if ('code' in outcome) throw new AppError(outcome.code, {});
    return { file, ...outcome };
  };
  return {
    exportAll: (o: { ownFolders: readonly string[] }): Promise<ExportView> => {
      running ??= run(o.ownFolders).finally(() => {
        running = null;
      });
      return running;
    },
    ownFolderSizes: () =>
      Promise.all(
        known().flatMap(({ id, name, ownFolder }) =>
          ownFolder === null
            ? []
            : [(async () => ({ id, name, folder: ownFolder, bytes: folderFault(id) === null ? await sizeOf(ownFolder) : null }))()],
        ),
      ),
  };
};
export type Exporter = ReturnType<typeof createExporter>;
