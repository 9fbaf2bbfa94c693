import type { WebPreferences } from 'electron';

/** The same for every window: the page reaches nothing but what the preload names. */
export const webPreferences = (preload: string): WebPreferences => ({
  preload,
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webSecurity: true,
  webviewTag: false,
  navigateOnDragDrop: false,
  // Elsewhere Chromium fetches its dictionaries from a server of its maker.
  spellcheck: process.platform === 'darwin',
});
