import { expect, it } from 'vitest';
import { manifestSchema } from '#plugin-api';
import anthropic from '../../../plugins/anthropic/plugin.json' with { type: 'json' };
import { settingsSchema as anthropicSettings } from '../../../plugins/anthropic/settings.ts';
import openai from '../../../plugins/openai-compatible/plugin.json' with { type: 'json' };
import { settingsSchema as openaiSettings } from '../../../plugins/openai-compatible/settings.ts';

it.each([
  { name: 'anthropic', manifest: anthropic, settings: anthropicSettings },
  { name: 'openai-compatible', manifest: openai, settings: openaiSettings },
])('the manifest of $name is valid and names the defaults that the code uses', ({ manifest, settings }) => {
  const properties: Record<string, { default?: unknown }> = manifestSchema.parse(manifest).settings?.properties ?? {};
  const declared = Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, property.default]));
  expect(declared).toEqual(settings.parse({}));
});
