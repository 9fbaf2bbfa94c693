import { z } from 'zod';
import { Profile } from '../../model/profile.ts';
import { ProfileFault } from '../../model/profile-fault.ts';
import { Reason } from '../../model/reason.ts';
import { base, name } from './base.ts';

export const ProfileView = z.object({
  /** Its name. */
  id: z.string(),
  isReadyMade: z.boolean(),
  /** What is in force. */
  profile: Profile,
  /** As it is stored. */
  text: z.string(),
  /** What is wrong with the stored text. */
  faults: z.array(ProfileFault),
  /** Set when the stored text cannot be followed: what is in force instead, in words. */
  instead: z.string().nullable(),
  risks: z.array(Reason),
  /** Workspaces, by name. */
  usedBy: z.array(z.string()),
});
export type ProfileView = z.infer<typeof ProfileView>;

export const ToolView = z.object({
  name: z.string(),
  /** Null for a built-in one. */
  pluginId: z.string().nullable(),
  tier: z.enum(['read', 'write', 'external', 'depends']),
  isSource: z.boolean(),
  /** What a call of it is given. */
  fields: z.array(z.object({ name: z.string(), kind: z.enum(['text', 'number', 'yes-no', 'other']), isRequired: z.boolean() })),
});
export type ToolView = z.infer<typeof ToolView>;

const text = z.string().max(100_000);

/** What workspaces may do. */
export const profiles = {
  list: base.output(z.array(ProfileView)),
  /** All tools there are, for the editor. */
  tools: base.output(z.array(ToolView)),
  /** What is wrong with a text, and what could go wrong with it. Nothing is stored. */
  check: base.input(z.object({ text })).output(z.object({ faults: z.array(ProfileFault), risks: z.array(Reason) })),
  /** A new one or a new version; refused in words when anything is wrong with it. */
  save: base.input(z.object({ id: name, text })).output(ProfileView),
  remove: base.input(z.object({ id: name })).output(z.object({ removed: z.literal(true) })),
};
