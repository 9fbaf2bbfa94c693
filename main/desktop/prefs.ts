import Store from 'electron-store';
import { z } from 'zod';

const Bounds = z.object({ x: z.number().int(), y: z.number().int(), width: z.number().int().min(320), height: z.number().int().min(320) });
export type Bounds = z.infer<typeof Bounds>;

const Prefs = z.object({
  bounds: Bounds.nullable().catch(null).default(null),
  isMaximized: z.boolean().catch(false).default(false),
  zoom: z.number().min(0.5).max(3).catch(1).default(1),
  /** The hint that closing hides was shown. */
  wasToldAboutHiding: z.boolean().catch(false).default(false),
  shortcut: z.string().nullable().catch(null).default('CommandOrControl+Shift+Space'),
});
export type Prefs = z.infer<typeof Prefs>;

export interface PrefsFile {
  get(): Prefs;
  set(part: Partial<Prefs>): void;
}

/** What belongs to this computer's window alone: its place, zoom and shortcut. A bad value is its default. */
export const openPrefs = (folder: string): PrefsFile => {
  const file = new Store<Record<string, unknown>>({ cwd: folder, name: 'desktop', clearInvalidConfig: true });
  let current = Prefs.parse(file.store);
  return {
    get: () => current,
    set(part) {
      current = Prefs.parse({ ...current, ...part });
      file.store = current;
    },
  };
};
