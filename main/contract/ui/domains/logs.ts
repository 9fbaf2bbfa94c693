import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { logLevels } from '../../model/log-levels.ts';
import { base } from './base.ts';

/** What a reader wants to see: this level and worse, one room, one turn, lines with a text in them. */
export const LogFilter = z.object({
  level: z.enum(logLevels).default('debug'),
  scope: z.string().max(40).nullable().default(null),
  turnId: z.string().max(200).nullable().default(null),
  text: z.string().max(200).default(''),
});
export type LogFilter = z.infer<typeof LogFilter>;

export const LogLine = z.object({
  at: z.number(),
  level: z.enum(logLevels),
  scope: z.string(),
  text: z.string(),
  /** Ids and numbers that stand beside the text. Secrets were taken out before it was written. */
  data: z.record(z.string(), z.unknown()),
});
export type LogLine = z.infer<typeof LogLine>;

export const LogNews = z.discriminatedUnion('type', [
  z.object({ type: z.literal('lines'), lines: z.array(LogLine) }),
  z.object({ type: z.literal('missed'), lines: z.number().int() }),
]);
export type LogNews = z.infer<typeof LogNews>;

export const logs = {
  /** A page of lines, oldest first, that ends before `before`; null begins at the newest. */
  page: base
    .input(
      z.object({
        filter: LogFilter,
        before: z.string().max(60).nullable().default(null),
        limit: z.number().int().min(1).max(1_000).default(200),
      }),
    )
    .output(
      z.object({
        lines: z.array(LogLine),
        /** Where the page above ends; null at the beginning of the log. A page may be short when little fits the filter. */
        before: z.string().nullable(),
      }),
    ),
  /** New lines as they are written. A reader that is too slow is told how many it missed. */
  follow: base.input(z.object({ filter: LogFilter })).output(eventIterator(LogNews)),
  scopes: base.output(z.array(z.string())),
};
