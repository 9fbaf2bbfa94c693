// Loaded with --import: whoever imports 'electron' in this process gets the typed fake.
import { registerHooks } from 'node:module';

const fake = new URL('./fake-electron.ts', import.meta.url).href;
const entry = 'harness:electron';
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: entry, format: 'module', shortCircuit: true } : next(specifier, context),
  load: (url, context, next) =>
    url === entry
      ? {
          format: 'module',
          source: `export * from ${JSON.stringify(fake)}; import * as all from ${JSON.stringify(fake)}; export default all;`,
          shortCircuit: true,
        }
      : next(url, context),
});
