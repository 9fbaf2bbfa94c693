import { z } from 'zod';

/** Electron's form: modifiers and one key. */
export const Accelerator = z
  .string()
  .max(60)
  .regex(
    /^(?:(?:CommandOrControl|Control|Ctrl|Command|Cmd|Alt|Option|Shift|Super|Meta)\+)+(?:[A-Z0-9]|F\d{1,2}|Space|Tab|Enter|Up|Down|Left|Right)$/,
  );
/** A place of the page: what route.ts reads, nothing else. */
export const PageHash = z
  .string()
  .max(300)
  .regex(/^#\/[\w/?=&%.-]*$/);

/** Every call that a page may make of its shell. Closed: what is not here does not exist. */
export const ShellCall = z.discriminatedUnion('name', [
  z.object({ name: z.literal('openPath'), path: z.string().min(1).max(4_096) }),
  z.object({ name: z.literal('pickFolder') }),
  z.object({ name: z.literal('showWindow'), hash: PageHash }),
  z.object({ name: z.literal('hideQuickAsk') }),
  z.object({ name: z.literal('getAutostart') }),
  z.object({ name: z.literal('setAutostart'), isOn: z.boolean() }),
  z.object({ name: z.literal('getShortcut') }),
  z.object({ name: z.literal('setShortcut'), accelerator: Accelerator.nullable() }),
  z.object({ name: z.literal('getZoom') }),
  z.object({ name: z.literal('setZoom'), factor: z.number().min(0.5).max(3) }),
]);
export type ShellCall = z.infer<typeof ShellCall>;
