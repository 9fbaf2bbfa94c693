import { z } from 'zod';
import { WorkspaceView } from '../views.ts';
import { base, name } from './base.ts';

export const workspaces = {
  list: base.output(z.array(WorkspaceView)),
  add: base
    .input(
      z.object({
        name,
        realm: name.default('personal'),
        accounts: z.array(name).default([]),
        model: z.string().max(200).nullable().default(null),
        sandbox: z.string().max(40).default('auto'),
      }),
    )
    .output(WorkspaceView),
  set: base
    .input(
      z.object({
        name,
        realm: name.optional(),
        accounts: z.array(name).optional(),
        model: z.string().max(200).nullable().optional(),
        sandbox: z.string().max(40).optional(),
      }),
    )
    .output(WorkspaceView),
  clearTaint: base.input(z.object({ name })).output(WorkspaceView),
};
