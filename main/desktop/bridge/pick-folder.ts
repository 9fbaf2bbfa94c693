import { BrowserWindow, dialog, type WebContents } from 'electron';

/** The system's own window to choose a folder, above the page that asked; null when nothing was chosen. */
export const pickFolder = async (asker: WebContents): Promise<string | null> => {
  const options = { properties: ['openDirectory' as const] };
  const above = BrowserWindow.fromWebContents(asker);
  const { filePaths } = await (above === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(above, options));
  return filePaths[0] ?? null;
};
