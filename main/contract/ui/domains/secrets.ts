import { z } from 'zod';
import { AskView } from '../views.ts';
import { base, id } from './base.ts';

const name = z.string().trim().min(1).max(200);
const value = z.string().max(100_000);
const host = z.string().trim().min(1).max(253);
const removed = z.object({ removed: z.literal(true) });

/** A secret of a workspace as a person sees it: never its value. */
export const SecretView = z.object({
  name: z.string(),
  /** Commands that the assistant runs there may get it. */
  forCommands: z.boolean(),
  /** Hosts to which fetches may carry it. */
  hosts: z.array(z.string()),
  setAt: z.number(),
  usedAt: z.number().nullable(),
});
export type SecretView = z.infer<typeof SecretView>;

/** Secrets that commands of a workspace may use. Values go in and never come out. */
export const secrets = {
  list: base.input(z.object({ workspaceId: id })).output(z.array(SecretView)),
  /** Adds one, or replaces the value of that name. */
  put: base.input(z.object({ workspaceId: id, name, value })).output(z.array(SecretView)),
  change: base
    .input(z.object({ workspaceId: id, name, forCommands: z.boolean(), hosts: z.array(host).max(50) }))
    .output(z.array(SecretView)),
  remove: base.input(z.object({ workspaceId: id, name })).output(removed),
  /** Answers the request of the agent for a secret. */
  answer: base.input(z.object({ askId: id, value })).output(AskView),
};
