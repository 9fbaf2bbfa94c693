import { bundleForNode } from './node-bundle.ts';

/** Bundles the command (with the host and every first-party plugin inside) into <outDir>/cli.mjs and its lazy parts. */
export const buildHost = (outDir: string): Promise<void> => bundleForNode({ name: 'cli', entry: 'main/cli/main.ts', outDir });
