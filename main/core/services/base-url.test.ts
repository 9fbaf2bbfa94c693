import { expect, it } from 'vitest';
import { checkBaseUrl } from './base-url.ts';

it.each([
  'https://api.anthropic.com',
  'http://127.0.0.1:11434/v1',
  'http://localhost:1234/v1',
  'http://[::1]:8080',
  'HTTPS://Api.Example.com/v1',
])('takes %s with a key', (url) => {
  expect(checkBaseUrl(`${url}/`, true)).toBe(url);
});
it.each([
  'http://models.example.com',
  'HTTP://evil.example',
  'http://127.evil.example',
  'http://127.0.0.1.evil.example',
  'http://localhost.evil.example',
  'http://192.168.1.5:8080',
])('sends no key over plain http to %s', (url) => {
  expect(() => checkBaseUrl(url, true)).toThrow('bad-input');
  expect(checkBaseUrl(url, false)).toBe(url);
});
it.each([
  'localhost:11434/v1',
  '127.0.0.1:8080',
  'ftp://x.example',
  'javascript:alert(1)',
  'https://',
  'https://me:secret@x.example',
  'just words',
])('refuses %s as an address', (url) => {
  expect(() => checkBaseUrl(url, false)).toThrow('bad-input');
});
