import { z } from 'zod';
import { colors } from '../../model/colors.ts';
import { SandboxView } from '../host-views.ts';
import { TrashedWorkspaceView, WorkspaceView } from '../views.ts';
import { base, id, name } from './base.ts';

const color = z.enum(colors);

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
        /** Instructions, colour and suggestions to begin with. */
        template: id.nullable().default(null),
        color: color.optional(),
        /** What it may do: the name of a profile. */
        profile: name.default('standard'),
        /** A folder of the owner's own to work in, as typed; null is a fresh one. */
        ownFolder: z.string().max(4096).nullable().default(null),
      }),
    )
    .output(WorkspaceView),
  /** Works there from now on (null: in its fresh folder); refused while something runs. Nothing is moved or copied but, on wish, the samples. */
  setFolder: base
    .input(z.object({ name, ownFolder: z.string().max(4096).nullable(), samples: z.boolean().default(false) }))
    .output(WorkspaceView),
  set: base
    .input(
      z.object({
        name,
        newName: name.optional(),
        color: color.optional(),
        instructions: z.string().max(20_000).optional(),
        realm: name.optional(),
        accounts: z.array(name).optional(),
        model: z.string().max(200).nullable().optional(),
        sandbox: z.string().max(40).optional(),
        profile: name.optional(),
      }),
    )
    .output(WorkspaceView),
  /** `cause`: what the person was shown; when another one has come since, nothing is cleared (taint-changed). */
  clearTaint: base.input(z.object({ name, cause: z.string().optional() })).output(WorkspaceView),
  /** Archived ones and those in the trash. */
  resting: base.output(z.object({ archived: z.array(WorkspaceView), trash: z.array(TrashedWorkspaceView) })),
  archive: base.input(z.object({ id })).output(z.object({ archived: z.literal(true) })),
  unarchive: base.input(z.object({ id })).output(WorkspaceView),
  /** What deleting would take along and stop. */
  belongings: base
    .input(z.object({ id }))
    .output(z.object({ chats: z.number(), memories: z.number(), tasks: z.number(), running: z.array(z.string()) })),
  /** Stops what runs, then puts it into the trash for 30 days. `name` is what the person typed. */
  remove: base.input(z.object({ id, name: z.string().max(200) })).output(z.object({ stopped: z.array(z.string()), goneAt: z.number() })),
  restore: base.input(z.object({ id })).output(WorkspaceView),
  sandbox: base.input(z.object({ id })).output(SandboxView),
  startSandbox: base.input(z.object({ id })).output(SandboxView),
  stopSandbox: base.input(z.object({ id })).output(SandboxView),
};
