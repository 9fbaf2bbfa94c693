import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { importsOf, packageOf, sourceFiles, targetOf } from './imports.ts';
import { layerOf, layers, onlyIn, singleImporters } from './layers.ts';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const files = sourceFiles(root);
const imports = files.flatMap((file) => importsOf(root, file));

it('covers every file by a row', () => {
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((file) => layerOf(file) === null)).toEqual([]);
});

it('lets a room import only what its row says', () => {
  const wrong = imports.flatMap((i) => {
    const from = layerOf(i.from);
    const target = targetOf(i);
    if (!from || target === null || target.endsWith('.json') || target.endsWith('.css')) return [];
    const to = layerOf(target);
    if (!to || to.room === from.room) return [];
    const allowed = from.imports.includes(to.room) || (i.typeOnly && from.types?.includes(to.room));
    return allowed ? [] : [`${i.from} -> ${target} (${from.room} may not import ${to.room}${i.typeOnly ? '' : ' at run time'})`];
  });
  expect(wrong).toEqual([]);
});

it('keeps every package in its rooms', () => {
  const wrong = imports.flatMap((i) => {
    if (targetOf(i) !== null || i.specifier.startsWith('node:')) return [];
    const name = packageOf(i.specifier);
    const only = singleImporters[name];
    if (only) return only.some((place) => i.from.startsWith(place)) || i.typeOnly ? [] : [`${i.from} imports ${name}`];
    return layerOf(i.from)?.packages.includes(name) ? [] : [`${i.from} imports ${name}`];
  });
  expect(wrong).toEqual([]);
});

it('keeps SQL in the store', () => {
  expect(
    imports.filter((i) => onlyIn[i.specifier] && !onlyIn[i.specifier]?.some((folder) => i.from.startsWith(folder))).map((i) => i.from),
  ).toEqual([]);
});

it('never lets a feature import a feature, or a stage a stage', () => {
  const featureOf = (path: string): string | undefined => /^renderer\/features\/([^/]+)\//.exec(path)?.[1];
  const wrong = imports.filter((i) => {
    const [a, b] = [featureOf(i.from), featureOf(targetOf(i) ?? '')];
    return a !== undefined && b !== undefined && a !== b;
  });
  expect(wrong.map((i) => `${i.from} -> ${i.specifier}`)).toEqual([]);
});

it('names no row that does not exist', () => {
  const rooms = new Set(layers.map((l) => l.room));
  expect(layers.flatMap((l) => [...l.imports, ...(l.types ?? [])].filter((name) => !rooms.has(name)))).toEqual([]);
});
