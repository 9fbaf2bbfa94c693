/**
 * Who may import whom: the one table. The test reads every import of the tree against it, and the linter's config is
 * written from it. A file that no row covers fails.
 */
export interface Layer {
  /** Name of the room, and what other rows call it. */
  readonly room: string;
  /** Folder, from the root, with a slash at the end. The longest one that fits a file counts. */
  readonly folder: string;
  readonly imports: readonly string[];
  /** Rooms of which only types may be imported. */
  readonly types?: readonly string[];
  readonly packages: readonly string[];
}

const stage = (name: string, packages: readonly string[] = [], imports: readonly string[] = []): Layer => ({
  room: name,
  folder: `main/core/${name}/`,
  imports: ['contract', 'base', ...imports],
  types: ['plugin-api'],
  packages: ['zod', ...packages],
});
const stages = [
  'inbox',
  'commands',
  'queue',
  'agent',
  'accounts',
  'tools',
  'policy',
  'egress',
  'sandbox',
  'outbox',
  'scheduler',
  'health',
] as const;
const firstPartyPlugin = (name: string, packages: readonly string[]): Layer => ({
  room: `plugin-${name}`,
  folder: `plugins/${name}/`,
  imports: ['plugin-api'],
  packages: ['zod', ...packages],
});

export const layers: readonly Layer[] = [
  { room: 'contract', folder: 'main/contract/', imports: [], types: ['plugin-api'], packages: ['zod'] },
  { room: 'contract-ui', folder: 'main/contract/ui/', imports: ['contract'], packages: ['zod', '@orpc/contract'] },
  {
    room: 'contract-client',
    folder: 'main/contract/client/',
    imports: ['contract', 'contract-ui'],
    packages: ['@orpc/client', '@orpc/contract'],
  },
  { room: 'plugin-api', folder: 'plugins/api/', imports: [], types: ['contract'], packages: ['zod'] },

  { room: 'base', folder: 'main/core/base/', imports: ['contract'], packages: ['pino'] },
  { room: 'store', folder: 'main/core/store/', imports: ['base', 'contract', 'contract-ui'], types: ['plugin-api'], packages: [] },
  { room: 'blobs', folder: 'main/core/blobs/', imports: ['base', 'contract'], packages: [] },
  { room: 'settings', folder: 'main/core/settings/', imports: ['base', 'contract'], packages: ['conf', 'zod'] },
  { room: 'vault', folder: 'main/core/vault/', imports: ['base', 'contract'], packages: ['zod'] },

  stage('inbox'),
  stage('commands'),
  stage('queue'),
  stage('agent'),
  stage('accounts'),
  stage('tools'),
  stage('policy'),
  stage('egress'),
  stage('sandbox'),
  stage('outbox'),
  stage('scheduler', ['croner']),
  stage('health'),
  { room: 'plugins', folder: 'main/core/plugins/', imports: ['base', 'contract', 'plugin-api'], packages: ['zod'] },
  {
    room: 'services',
    folder: 'main/core/services/',
    // The one guard of workspace folders is the toolbox's; where none runs, the host goes through the same.
    imports: ['base', 'contract', 'contract-ui', 'store', 'accounts', 'policy', 'toolbox-files', 'blobs'],
    types: ['plugin-api', 'plugins', 'queue', 'sandbox', 'scheduler', 'vault'],
    packages: ['zod'],
  },
  {
    room: 'api',
    folder: 'main/core/api/',
    imports: ['base', 'contract', 'contract-ui', 'store', 'scheduler', 'plugins', 'services'],
    types: ['app', 'services', 'vault', 'blobs', 'settings', ...stages],
    packages: ['@orpc/server'],
  },
  {
    room: 'app',
    folder: 'main/core/app/',
    imports: ['base', 'contract', 'contract-ui', 'store', 'blobs', 'settings', 'vault', 'plugins', 'services', 'api', ...stages],
    types: ['plugin-api'],
    packages: ['zod'],
  },

  { room: 'toolbox', folder: 'main/toolbox/', imports: ['contract', 'toolbox-files'], packages: [] },
  { room: 'toolbox-files', folder: 'main/toolbox/files/', imports: ['contract'], packages: [] },
  {
    room: 'server',
    folder: 'main/server/',
    imports: ['contract', 'app', 'base', 'first-party'],
    types: ['api'],
    packages: ['@orpc/server', 'ws', 'zod'],
  },
  {
    room: 'cli',
    folder: 'main/cli/',
    imports: ['contract', 'contract-client', 'contract-ui', 'app', 'base', 'server', 'first-party'],
    packages: ['qrcode', 'ws', 'zod'],
  },

  {
    room: 'desktop',
    folder: 'main/desktop/',
    imports: ['contract', 'contract-client', 'contract-ui', 'app', 'base', 'server', 'first-party'],
    types: ['api'],
    packages: ['electron', 'electron-store', '@orpc/server', 'zod'],
  },
  { room: 'preload', folder: 'preload/', imports: ['contract'], packages: ['electron'] },

  {
    room: 'first-party',
    folder: 'plugins/',
    imports: [
      'plugin-anthropic',
      'plugin-docker',
      'plugin-embedded',
      'plugin-openai-compatible',
      'plugin-practice',
      'plugin-web',
      'plugin-whatsapp',
    ],
    packages: [],
  },
  firstPartyPlugin('anthropic', ['@anthropic-ai/sdk']),
  firstPartyPlugin('docker', ['dockerode']),
  firstPartyPlugin('embedded', []),
  firstPartyPlugin('openai-compatible', []),
  firstPartyPlugin('practice', []),
  firstPartyPlugin('web', ['@mozilla/readability', 'linkedom']),
  firstPartyPlugin('whatsapp', ['@whiskeysockets/baileys']),

  {
    room: 'renderer-app',
    folder: 'renderer/app/',
    imports: ['renderer-features', 'renderer-rpc', 'renderer-ui', 'renderer-locales', 'contract', 'contract-ui'],
    packages: ['react', 'react-dom', '@mantine/core', '@mantine/hooks', '@mantine/spotlight', '@tabler/icons-react'],
  },
  {
    room: 'renderer-features',
    folder: 'renderer/features/',
    imports: ['renderer-rpc', 'renderer-ui', 'renderer-locales', 'contract', 'contract-ui'],
    types: ['contract-client'],
    packages: ['qrcode', 'react', '@mantine/core', '@mantine/hooks', '@mantine/spotlight', '@tabler/icons-react', 'diff', 'virtua'],
  },
  {
    room: 'renderer-rpc',
    folder: 'renderer/rpc/',
    imports: ['renderer-locales', 'contract', 'contract-ui', 'contract-client'],
    packages: ['react', '@orpc/client', 'zod'],
  },
  { room: 'renderer-locales', folder: 'renderer/locales/', imports: [], packages: ['react'] },
  {
    room: 'renderer-ui',
    folder: 'renderer/',
    imports: ['renderer-locales', 'contract', 'contract-ui'],
    packages: ['react', '@mantine/core', '@mantine/hooks', '@tabler/icons-react', 'highlight.js', 'react-markdown', 'remark-gfm', 'remend'],
  },

  {
    room: 'build',
    folder: 'build/',
    imports: [],
    packages: ['vite', 'vitest', '@vitejs/plugin-react', 'rolldown', 'sharp', 'electron-builder'],
  },
];

/** Packages that only these files or folders may import. */
export const singleImporters: Readonly<Record<string, readonly string[]>> = {
  'just-bash': ['main/toolbox/just-bash.ts'],
  electron: ['main/desktop/', 'preload/'],
  'electron-store': ['main/desktop/'],
};
/** Node modules that are not for everybody. */
export const onlyIn: Readonly<Record<string, readonly string[]>> = { 'node:sqlite': ['main/core/store/'] };

export const layerOf = (file: string): Layer | null =>
  layers.filter((l) => file.startsWith(l.folder)).sort((a, b) => b.folder.length - a.folder.length)[0] ?? null;
