import { z } from 'zod';

const word = (most: number) => z.string().min(1).max(most);
const names = z.array(word(120)).max(500);
/** `*.example.org` stands for all below it. */
const host = z
  .string()
  .max(253)
  .regex(/^(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/, 'host');

/** What may be asked without a person: a rule decides, or nothing does. */
export const outsideModes = ['ask', 'rules-in-own-chats', 'rules'] as const;
export type OutsideMode = (typeof outsideModes)[number];

/** What a workspace may do. Strict: a key that is not here is a mistake. */
export const Profile = z.strictObject({
  version: z.literal(1),
  /** Which tools exist. */
  tools: z.discriminatedUnion('which', [
    z.strictObject({ which: z.literal('all') }),
    z.strictObject({ which: z.literal('only'), names }),
    z.strictObject({ which: z.literal('except'), names: names.min(1) }),
  ]),
  /** Another tier than the tool's own. `external` asks each time; `write` loosens what reaches outside. */
  tiers: z.record(word(120), z.enum(['write', 'external'])),
  /** Whether rules may allow what reaches beyond the conversation. Three kinds of calls ask whatever a rule says: see decide(). */
  outside: z.enum(outsideModes),
  /** Whether folders beside the workspace's own may be mounted. */
  mounts: z.boolean(),
  /** The most that the network of the sandbox may be opened to. */
  network: z.discriminatedUnion('mode', [
    z.strictObject({ mode: z.literal('off') }),
    z.strictObject({ mode: z.literal('allow-list'), hosts: z.array(host).min(1).max(500) }),
    z.strictObject({ mode: z.literal('open') }),
  ]),
  /** Accounts that may think here, by name. */
  accounts: z.discriminatedUnion('which', [
    z.strictObject({ which: z.literal('all') }),
    z.strictObject({ which: z.literal('only'), names: names.min(1) }),
  ]),
  /** Plugins whose tools exist here, by id. */
  plugins: z.discriminatedUnion('which', [
    z.strictObject({ which: z.literal('all') }),
    z.strictObject({ which: z.literal('only'), names }),
  ]),
  /** Whether its files count as private data. */
  filesAreSecret: z.boolean(),
});
export type Profile = z.infer<typeof Profile>;

const standard: Profile = {
  version: 1,
  tools: { which: 'all' },
  tiers: {},
  outside: 'ask',
  mounts: true,
  network: { mode: 'open' },
  accounts: { which: 'all' },
  plugins: { which: 'all' },
  filesAreSecret: true,
};

/** Read-only; a copy of one can be edited. */
export const readyMadeProfiles = {
  locked: {
    ...standard,
    tools: { which: 'only', names: ['ask_user'] },
    mounts: false,
    network: { mode: 'off' },
    plugins: { which: 'only', names: [] },
  },
  standard,
  trusted: { ...standard, outside: 'rules-in-own-chats' },
  admin: { ...standard, outside: 'rules' },
} as const satisfies Readonly<Record<string, Profile>>;
export type ReadyMadeId = keyof typeof readyMadeProfiles;
export const readyMadeIds = Object.keys(readyMadeProfiles) as readonly ReadyMadeId[];
export const isReadyMade = (id: string): id is ReadyMadeId => Object.hasOwn(readyMadeProfiles, id);
/** Of a workspace for which nothing was chosen. */
export const defaultProfileId: ReadyMadeId = 'standard';

/** Whether a tool exists under a profile. `pluginId` is null for a built-in one. */
export const hasTool = (profile: Profile, tool: { readonly name: string; readonly pluginId: string | null }): boolean => {
  const { tools, plugins } = profile;
  if (tool.pluginId !== null && plugins.which === 'only' && !plugins.names.includes(tool.pluginId)) return false;
  switch (tools.which) {
    case 'all':
      return true;
    case 'only':
      return tools.names.includes(tool.name);
    case 'except':
      return !tools.names.includes(tool.name);
    default:
      return tools satisfies never;
  }
};
