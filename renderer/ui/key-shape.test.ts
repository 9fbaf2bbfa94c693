import { expect, test } from 'vitest';
import { freeName, keyOwnerOf } from './key-shape.ts';

test('the owner of a key is guessed from its beginning, the longer beginning first', () => {
  expect(keyOwnerOf('  sk-ant-api03-abc')?.name).toBe('Claude');
  expect(keyOwnerOf('sk-or-v1-abc')?.name).toBe('OpenRouter');
  expect(keyOwnerOf('sk-proj-abc')?.name).toBe('OpenAI');
  expect(keyOwnerOf('hello')).toBeNull();
});

test('a name that is taken gets a number, whatever its case', () => {
  expect(freeName('LM Studio', [])).toBe('lm-studio');
  expect(freeName('Claude', ['claude', 'Claude-2'])).toBe('claude-3');
});
