import anthropic from './anthropic/plugin.json' with { type: 'json' };
import docker from './docker/plugin.json' with { type: 'json' };
import embedded from './embedded/plugin.json' with { type: 'json' };
import openai from './openai-compatible/plugin.json' with { type: 'json' };
import practice from './practice/plugin.json' with { type: 'json' };
import web from './web/plugin.json' with { type: 'json' };
import whatsapp from './whatsapp/plugin.json' with { type: 'json' };

/** The plugins that come with Pynchy: manifests now, code only when one is enabled. The only importer of plugin folders. */
export const firstParty = [
  { folder: 'anthropic', manifest: anthropic, load: () => import('./anthropic/index.ts') },
  { folder: 'docker', manifest: docker, load: () => import('./docker/index.ts') },
  { folder: 'embedded', manifest: embedded, load: () => import('./embedded/index.ts') },
  { folder: 'openai-compatible', manifest: openai, load: () => import('./openai-compatible/index.ts') },
  { folder: 'practice', manifest: practice, load: () => import('./practice/index.ts') },
  { folder: 'web', manifest: web, load: () => import('./web/index.ts') },
  { folder: 'whatsapp', manifest: whatsapp, load: () => import('./whatsapp/index.ts') },
];

/** Model servers that run on this computer. */
export const detectLocalServers = async (signal: AbortSignal) => [
  ...(await (await import('./openai-compatible/detect.ts')).detectLocalServers(signal)),
];
