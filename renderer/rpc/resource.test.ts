import { expect, test } from 'vitest';
import { createResource } from './resource.ts';

/** A host that answers when the test says so, with what it knew when it was asked. */
const slowHost = (first: string) => {
  const waiting: (() => void)[] = [];
  const host = { value: first, asked: 0, answer: () => waiting.shift()?.() };
  const fetch = (): Promise<string> => {
    const known = host.value;
    host.asked += 1;
    return new Promise((resolve) => waiting.push(() => resolve(known)));
  };
  return { host, resource: createResource(fetch) };
};
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('an answer that was on its way when something newer was put in does not bring the old state back', async () => {
  const { host, resource } = slowHost('old');
  resource.subscribe(() => undefined);
  host.value = 'new';
  resource.set(() => 'new');
  host.answer();
  await settled();
  expect(resource.get().value).toBe('new');
  expect(host.asked).toBe(2);
  host.answer();
  await settled();
  expect(resource.get()).toEqual({ value: 'new', error: null });
  expect(host.asked).toBe(2);
});

test('news during a fetch cause exactly one more', async () => {
  const { host, resource } = slowHost('first');
  resource.subscribe(() => undefined);
  host.value = 'second';
  resource.refresh();
  resource.refresh();
  host.answer();
  await settled();
  expect(resource.get().value).toBe('first');
  host.answer();
  await settled();
  expect(resource.get().value).toBe('second');
  expect(host.asked).toBe(2);
});
