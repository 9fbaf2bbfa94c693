import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { StatusView } from '../host-views.ts';
import { WatchItem, WatchPosition } from '../watch.ts';
import { base, id } from './base.ts';

export const host = {
  status: base.output(StatusView),
  watch: base.input(z.object({ since: WatchPosition.nullable() })).output(eventIterator(WatchItem)),
  openLink: base.output(z.object({ url: z.string() })),
  stop: base.output(z.object({ stopping: z.literal(true) })),
  /** Nothing new starts until it is called with false; what runs goes on. */
  pause: base.input(z.object({ paused: z.boolean() })).output(z.object({ paused: z.boolean() })),
  doctor: base.output(z.array(z.object({ id: z.string(), ok: z.boolean(), text: z.string(), next: z.string().nullable() }))),
  logs: base
    .input(z.object({ turnId: id.optional(), limit: z.number().int().min(1).max(5000).default(500) }))
    .output(z.array(z.record(z.string(), z.unknown()))),
};
