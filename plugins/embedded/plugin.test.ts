import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { manifestSchema } from '#plugin-api';
import { createBubblewrap } from './bubblewrap.ts';
import { createJustBash } from './just-bash.ts';

it('has a manifest that is valid and names exactly the sandboxes that exist', async () => {
  const manifest = manifestSchema.parse(JSON.parse(await readFile(new URL('./plugin.json', import.meta.url), 'utf8')));
  const providers = [createBubblewrap({ dataDir: '/unused', log: () => {} }), createJustBash({ log: () => {} })];
  expect(manifest.contributes.map(({ id }) => id)).toEqual(providers.map(({ id }) => id));
});
