import { z } from 'zod';
import {
  colorChoices,
  defaultUiSettings,
  densities,
  languages,
  needs,
  textPercents,
  type UiSettings,
  welcomeStates,
  welcomeSteps,
} from './ui-settings.ts';

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const { colors, density, textPercent, language, developer, notify, quiet, sidebar, welcome, welcomeStep, seen } = defaultUiSettings;

/** Every key has a default: an empty object is complete. Apart from the settings, so that no page carries the library. */
export const uiSettingsSchema = z.object({
  colors: z.enum(colorChoices).default(colors),
  density: z.enum(densities).default(density),
  textPercent: z.number().int().min(textPercents.min).max(textPercents.max).default(textPercent),
  language: z.enum(languages).default(language),
  developer: z.boolean().default(developer),
  notify: z.array(z.enum(needs)).default(() => [...notify]),
  quiet: z.object({ from: timeOfDay, to: timeOfDay }).nullable().default(quiet),
  sidebar: z.boolean().default(sidebar),
  welcome: z.enum(welcomeStates).default(welcome),
  welcomeStep: z.enum(welcomeSteps).default(welcomeStep),
  seen: z
    .array(z.string().max(40))
    .max(100)
    .default(() => [...seen]),
}) satisfies z.ZodType<UiSettings>;

/** A change: only what is named is changed. Defaults play no part in it. */
export const uiSettingsChangeSchema = z
  .strictObject(
    Object.fromEntries(Object.entries(uiSettingsSchema.shape).map(([key, field]) => [key, field.unwrap().optional()])) as unknown as {
      [K in keyof UiSettings]: z.ZodOptional<z.ZodType<UiSettings[K]>>;
    },
  )
  .describe('the settings to change');
