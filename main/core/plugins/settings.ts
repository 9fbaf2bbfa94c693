import { z } from 'zod';
import { AppError } from '#contract/errors.ts';
import type { Manifest } from '#plugin-api';

type Schema = NonNullable<Manifest['settings']>;

/**
 * Checks settings against a plugin's schema and takes the secrets out of them: a typed secret goes to the vault and the
 * settings keep a reference. Throws bad-input with the place and the reason.
 */
export const splitSecrets = (pluginId: string, schema: Schema, given: Record<string, unknown>) => {
  const secrets: { name: string; value: string; purpose: string }[] = [];
  const values: Record<string, unknown> = {};
  const plain: Record<string, unknown> = {};
  const plainProperties: Record<string, unknown> = {};
  for (const [key, property] of Object.entries(schema.properties)) {
    const value = given[key];
    if (property['x-secret'] !== true) {
      plainProperties[key] = property;
      if (value !== undefined && value !== '') plain[key] = value;
      continue;
    }
    // An unchanged secret comes back as the reference that was shown.
    if (typeof value === 'string' && value !== '') {
      const name = `plugin:${pluginId}:${key}`;
      const purpose = String(property.title ?? key);
      secrets.push({ name, value, purpose });
      values[key] = { secret: name, purpose };
    } else if (value && typeof value === 'object' && (value as { secret?: unknown }).secret === `plugin:${pluginId}:${key}`)
      values[key] = value;
  }
  const unknown = Object.keys(given).filter((key) => !(key in schema.properties));
  if (unknown.length > 0) throw new AppError('bad-input', { detail: `Unknown setting: ${unknown.join(', ')}.` });
  const required = (schema.required ?? []).filter((key) => key in plainProperties);
  const parsed = z
    .fromJSONSchema({ type: 'object', properties: plainProperties, required } as Parameters<typeof z.fromJSONSchema>[0])
    .safeParse(plain);
  if (!parsed.success)
    throw new AppError('bad-input', { detail: parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ') });
  return { values: { ...(parsed.data as Record<string, unknown>), ...values }, secrets };
};
