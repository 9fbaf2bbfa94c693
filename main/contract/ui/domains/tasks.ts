import { z } from 'zod';
import { TaskView } from '../views.ts';
import { base, id } from './base.ts';

export const tasks = {
  list: base.output(z.array(TaskView)),
  cancel: base.input(z.object({ id })).output(z.object({ cancelled: z.boolean() })),
};
