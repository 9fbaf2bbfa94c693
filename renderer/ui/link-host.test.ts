import { expect, it } from 'vitest';
import { linkHost } from './link-host.ts';

it.each([
  ['https://example.com', 'https://example.com', ''],
  ['https://example.com/a?b', 'https://example.com/a?b', ''],
  ['https://example.com/a', 'example.com', ''],
  ['https://example.com/a', 'Example.com/a', ''],
  ['mailto:ann@example.com', 'ann@example.com', ''],
  ['https://example.com/a', 'the page', 'example.com'],
  ['https://evil.example/?d=1', 'https://bank.example', 'evil.example'],
  ['https://bank.example@evil.example/', 'https://bank.example@evil.example/', 'evil.example'],
  ['https://evil.example/', 'evil.example.bank.example', 'evil.example'],
  ['https://evil.example/', 'https://evil.example:443@bank.example', 'evil.example'],
  ['https://evil.example/', 'https://bank.example (not evil.example)', 'evil.example'],
  ['https://аpple.com/', 'https://аpple.com/', 'xn--pple-43d.com'],
  ['https://EXAMPLE.com:8443/', 'https://example.com/', 'example.com:8443'],
  ['mailto:eve@evil.example?subject=x', 'Bob', 'eve@evil.example'],
  ['mailto:%E2%80%AE', 'x', '%E2%80%AE'],
  ['https://example.com', '', 'example.com'],
])('of %s read as "%s" says "%s"', (href, text, said) => {
  expect(linkHost(href, text)).toBe(said);
});
