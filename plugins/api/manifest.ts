import { z } from 'zod';

export const permissionKinds = ['secrets', 'network', 'process', 'files:own', 'engine', 'sync-storage'] as const;
export type PermissionKind = (typeof permissionKinds)[number];
export const contributionKinds = ['channel', 'sandbox', 'launcher', 'provider', 'tool', 'mcp', 'skill', 'hook', 'template'] as const;
export type ContributionKind = (typeof contributionKinds)[number];

const id = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'lower-case words with dashes');

/** plugin.json: a file that is read and checked before any code of the plugin runs. */
export const manifestSchema = z.strictObject({
  id,
  version: z.string().regex(/^\d+\.\d+\.\d+$/, 'three numbers with dots'),
  apiVersion: z.literal(1),
  title: z.string().min(1).max(60),
  description: z.string().min(1).max(300),
  entry: z
    .string()
    .regex(/^\.\/[^.]/, 'a path that starts with ./ and stays inside the folder')
    .refine((p) => !p.includes('..'), 'must stay inside the folder'),
  runs: z.enum(['host', 'own-process']),
  permissions: z.array(
    z.strictObject({ kind: z.enum(permissionKinds), why: z.string().min(1).max(200), hosts: z.array(z.string()).optional() }),
  ),
  /** `noAi`: a provider that is rules and no model; its answers are labelled so, also while the plugin is off. */
  contributes: z
    .array(z.strictObject({ kind: z.enum(contributionKinds), id, title: z.string().min(1).max(60), noAi: z.boolean().optional() }))
    .min(1),
  /** JSON Schema of type object; `x-secret`, `x-order` and `x-help` are understood by the form. */
  settings: z
    .looseObject({
      type: z.literal('object'),
      properties: z.record(z.string(), z.looseObject({})),
      required: z.array(z.string()).optional(),
    })
    .optional(),
});
export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestPermission = Manifest['permissions'][number];
