import { z } from 'zod';
import { TaskView } from '../host-views.ts';
import { base, id } from './base.ts';

export const tasks = {
  list: base.output(z.array(TaskView)),
  /** A paused task keeps its rule and fires no more until it is let on. */
  pause: base.input(z.object({ id, paused: z.boolean() })).output(z.object({ changed: z.boolean() })),
  cancel: base.input(z.object({ id })).output(z.object({ cancelled: z.boolean() })),
};
