import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import Conf from 'conf';
import { z } from 'zod';
import type { Reason } from '#contract/model/reason.ts';
import { uiSettingsSchema } from '#contract/model/ui-settings-schema.ts';

const Settings = z.object({
  /** The loopback port that worked last; the next start tries it first. */
  port: z.number().int().min(1).max(65535).default(47113),
  /** Models that may be asked at the same time, over all chats; beside that memory decides how many turns run. */
  modelCallsAtOnce: z.number().int().min(1).max(256).default(16),
  turnsPerWorkspace: z.number().int().min(1).max(16).default(2),
  approvalMinutes: z.number().int().min(1).max(1440).default(5),
  /** Where a workspace says auto: auto, a plugin's id or a sandbox's. CONTAINER_RUNTIME goes before it. */
  sandboxRuntime: z.string().max(40).default('auto'),
  sandboxIdleMinutes: z.number().int().min(1).max(1440).default(10),
  /** 0 = what the model says it can take. */
  contextTokens: z.number().int().min(0).default(0),
  zone: z.string().default(''),
  /** Looks and habits of the window, the same in every window and browser. */
  window: uiSettingsSchema.prefault({}),
  /** Who judges outside text and what goes out; null = nobody does. Without a model it is the account's own. */
  deputy: z
    .object({ accountId: z.string(), model: z.string().max(200).nullable() })
    .nullable()
    .default(null),
  /** No turn starts and no task fires until a person lets them. */
  paused: z.boolean().default(false),
  /** The emergency stop: when (UTC ms) and by whom; null while there is none. */
  emergency: z.object({ at: z.number(), personId: z.string() }).nullable().default(null),
});
export type Settings = z.infer<typeof Settings>;

const portable = {
  modelCallsAtOnce: true,
  turnsPerWorkspace: true,
  approvalMinutes: true,
  sandboxIdleMinutes: true,
  contextTokens: true,
  zone: true,
  window: true,
} as const;
/** What of the settings makes sense on another computer, too. */
export const PortableSettings = Settings.pick(portable).partial();
export type PortableSettings = z.infer<typeof PortableSettings>;

export interface SettingsFile {
  get(): Settings;
  set<K extends keyof Settings>(key: K, value: Settings[K]): void;
  /** Set when the file could not be read and the last good one is in force. */
  readonly notice: Reason | null;
}

/**
 * `<home>/settings.json`. A file that is damaged or holds a bad value is kept beside as it is, and the last good one
 * (or the defaults) is used; the notice says so where the user looks.
 */
export const openSettings = (file: string, now: number): SettingsFile => {
  const lastGood = file.replace(/\.json$/, '.last-good.json');
  let notice: Reason | null = null;
  if (existsSync(file) && !isGood(file)) {
    const kept = `${file}.damaged-${new Date(now).toISOString().replaceAll(':', '-')}`;
    copyFileSync(file, kept);
    const back = isGood(lastGood);
    notice = { code: back ? 'settings-last-good' : 'settings-defaults', params: { kept } };
    if (back) copyFileSync(lastGood, file);
    else writeFileSync(file, '{}', { mode: 0o600 });
  }
  const conf = new Conf<Settings>({
    cwd: dirname(file),
    configName: 'settings',
    clearInvalidConfig: true,
    configFileMode: 0o600,
    accessPropertiesByDotNotation: false,
  });
  // Asked for several times per message: read once, and kept in step by set().
  let current = Settings.parse(conf.store);
  if (existsSync(file)) copyFileSync(file, lastGood);
  return {
    get: () => current,
    set(key, value) {
      conf.set(key, Settings.shape[key].parse(value) as never);
      current = Settings.parse(conf.store);
      copyFileSync(file, lastGood);
    },
    notice,
  };
};

const isGood = (file: string): boolean => {
  try {
    return Settings.safeParse(JSON.parse(readFileSync(file, 'utf8'))).success;
  } catch {
    // Not JSON, or not there: the caller tells it.
    return false;
  }
};
