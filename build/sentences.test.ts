import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { modelErrorTexts } from '../main/contract/text/model-errors.ts';
import { renderReason } from '../main/contract/text/render.ts';
import { sentences } from '../main/contract/text/sentences.ts';
import { sourceFiles } from './imports.ts';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const code = /\b(?:reason|AppError|refuse|fail)\('([a-z0-9]+(?:-[a-z0-9]+)+)'/g;

// Outcomes that nobody reads: decisions in the audit log, marks on rows, results between host and plugin.
const unread = new Set(['allowed-read', 'allowed-write', 'summary-call', 'turn-ended']);

it('has a sentence for every code that the host stores or throws', () => {
  const used = new Set(
    sourceFiles(root)
      .filter((f) => f.startsWith('main/'))
      .flatMap((file) => [...readFileSync(`${root}/${file}`, 'utf8').matchAll(code)].map((m) => m[1] ?? '')),
  );
  expect(used.size).toBeGreaterThan(40);
  expect([...used].filter((c) => !(c in sentences) && !(c in modelErrorTexts) && !unread.has(c)).sort()).toEqual([]);
});

it('shows an unknown code rather than nothing, and leaves no placeholder standing', () => {
  expect(renderReason({ code: 'never-heard-of', params: {} })).toBe('(never-heard-of)');
  for (const name of Object.keys(sentences)) expect(renderReason({ code: name, params: {} })).not.toMatch(/[{}]/);
});
