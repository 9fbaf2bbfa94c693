import { describe, expect, it } from 'vitest';
import { modelErrorParams, modelErrorTexts, renderModelError } from './model-errors.ts';

const entries = Object.entries(modelErrorTexts);
const codes = Object.keys(modelErrorTexts) as (keyof typeof modelErrorTexts)[];

describe('the texts of model errors', () => {
  it.each(['what', 'why', 'next'] as const)('never say the same twice in "%s"', (part) => {
    expect(new Set(entries.map(([, text]) => text[part])).size).toBe(entries.length);
  });

  it('use no placeholder that nobody fills', () => {
    const used = entries.flatMap(([, text]) =>
      Object.values(text).flatMap((sentence: string) => [...sentence.matchAll(/\{(\w*)\}/g)].map((match) => match[1] ?? '')),
    );
    expect(used.filter((name) => !Object.hasOwn(modelErrorParams, name))).toEqual([]);
  });

  it.each(codes)('read as whole sentences for %s, also when nothing is known', (code) => {
    for (const sentence of Object.values(renderModelError(code, {}))) expect(sentence).toMatch(/^[A-Z][^{}]+\.$/);
  });

  it('fill in what is known', () => {
    const text = renderModelError('rate-limited', { provider: 'Claude', account: 'work', seconds: 7 });
    expect(text).toMatchObject({
      what: 'Claude asks for a pause.',
      next: 'Wait 7 seconds and press Try again, or choose another account.',
    });
  });

  it('spare people the words of developers', () => {
    expect(entries.flatMap(([, text]) => Object.values(text)).join(' ')).not.toMatch(
      /\b(HTTP|JSON|DNS|TLS|SSL|API|socket|stream|endpoint|header|token|ECONN\w*)\b/,
    );
  });
});
