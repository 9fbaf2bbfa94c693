import type { Base } from './api.ts';
import type { ApiDeps } from './ports.ts';

export const settingsRoutes = (os: Base, { store, settings, exportAll }: ApiDeps) => ({
  ui: os.settings.ui.handler(() => settings.get().window),
  setUi: os.settings.setUi.handler(({ input }) => {
    settings.set('window', { ...settings.get().window, ...input });
    store.events.tell('settings', 'window');
    return settings.get().window;
  }),
  exportAll: os.settings.exportAll.handler(() => exportAll()),
});
