import type { Base } from './api.ts';
import type { ApiDeps } from './ports.ts';

export const settingsRoutes = (os: Base, { store, settings, exporter, importer }: ApiDeps) => ({
  ui: os.settings.ui.handler(() => settings.get().window),
  setUi: os.settings.setUi.handler(({ input }) => {
    settings.set('window', { ...settings.get().window, ...input });
    store.events.tell('settings', 'window');
    return settings.get().window;
  }),
  exportAll: os.settings.exportAll.handler(({ input }) => exporter.exportAll(input)),
  beginImport: os.settings.beginImport.handler(({ input }) => importer.begin(input.bytes)),
  importPiece: os.settings.importPiece.handler(async ({ input: { uploadId, offset, data } }) =>
    importer.piece(uploadId, offset, new Uint8Array(await data.arrayBuffer())),
  ),
  runImport: os.settings.runImport.handler(({ input, signal }) => importer.run(input, signal ?? new AbortController().signal)),
  importState: os.settings.importState.handler(() => importer.state()),
  cancelImport: os.settings.cancelImport.handler(() => ({ cancelled: importer.cancel() })),
  ownFolderSizes: os.settings.ownFolderSizes.handler(() => exporter.ownFolderSizes()),
});
