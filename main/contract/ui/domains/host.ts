import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { StatusView } from '../views.ts';
import { WatchItem, WatchPosition } from '../watch.ts';
import { base, id } from './base.ts';

export const host = {
  status: base.output(StatusView),
  watch: base.input(z.object({ since: WatchPosition.nullable() })).output(eventIterator(WatchItem)),
  openLink: base.output(z.object({ url: z.string() })),
  stop: base.output(z.object({ stopping: z.literal(true) })),
  doctor: base.output(z.array(z.object({ id: z.string(), ok: z.boolean(), text: z.string(), next: z.string().nullable() }))),
  logs: base
    .input(z.object({ turnId: id.optional(), limit: z.number().int().min(1).max(5000).default(500) }))
    .output(z.array(z.record(z.string(), z.unknown()))),
};
