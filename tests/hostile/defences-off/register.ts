// Loaded with --import: the host of this process is the product's, with its defences taken out.
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { undefended } from './patch.ts';

registerHooks({
  load(url, context, next) {
    const source = url.startsWith('file:') && url.endsWith('.ts') ? undefended(fileURLToPath(url)) : null;
    return source === null ? next(url, context) : { format: 'module-typescript', source, shortCircuit: true };
  },
});
