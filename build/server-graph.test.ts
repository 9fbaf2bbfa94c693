import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';
import { expect, it } from 'vitest';

it('leaves Electron out of everything that the headless program reaches, however far', async () => {
  const built = (await build({
    configFile: false,
    envDir: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('..', import.meta.url)),
    build: { ssr: fileURLToPath(new URL('../main/cli/main.ts', import.meta.url)), write: false, target: 'node22' },
  })) as Rolldown.RolldownOutput;
  const chunks = built.output.filter((part) => part.type === 'chunk');
  const reached = chunks.flatMap((chunk) => [...chunk.imports, ...chunk.dynamicImports, ...chunk.moduleIds]);
  expect(reached.length).toBeGreaterThan(100);
  expect(reached.filter((name) => /^electron(-store)?$|\/main\/desktop\/(?!parent)|\/node_modules\/electron/.test(name))).toEqual([]);
});
