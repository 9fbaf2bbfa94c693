import type { Configuration } from 'electron-builder';

/** What goes into the desktop app, and how it is closed. `build/pack.ts` runs it. */
export const packaging: Configuration = {
  appId: 'app.pynchy',
  productName: 'Pynchy',
  copyright: 'MIT License',
  electronVersion: '45.4.1',
  // Its default for both is our own build/ and a folder that is tracked.
  directories: { buildResources: 'resources', output: 'dist' },
  // No package of ours has native code to be built.
  npmRebuild: false,
  asar: true,
  // Programs outside the app read these: the sandbox its toolbox, Docker its image, the system its icons, just-bash its own workers.
  asarUnpack: [
    'out/toolbox/**',
    'resources/tray/**',
    'resources/icons/pynchy-256.png',
    'resources/samples/**',
    'resources/sandbox/**',
    'node_modules/just-bash/**',
    'node_modules/sharp/**',
    'node_modules/@img/**',
  ],
  files: [
    'out/desktop/**',
    'out/preload/**',
    'out/renderer/**',
    'out/toolbox/**',
    'resources/tray/**',
    'resources/icons/pynchy-256.png',
    'resources/samples/**',
    'resources/sandbox/**',
    'package.json',
    '!**/*.map',
    '!**/node_modules/node-linux-*/**',
    '!**/node_modules/**/*.{d.ts,d.mts,d.cts,md,flow}',
    '!**/node_modules/**/{test,tests,__tests__,example,examples}/**',
    '!**/*.test.*',
    // Sources of native parts that nobody builds.
    '!**/node_modules/{nan,node-addon-api,cpu-features}/**',
  ],
  protocols: [{ name: 'Pynchy', schemes: ['pynchy'] }],
  electronFuses: {
    // The signed program is no Node for others: not by an environment variable, not by a flag.
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    // Only the packed and checked archive is run (macOS and Windows check it).
    onlyLoadAppFromAsar: true,
    enableEmbeddedAsarIntegrityValidation: true,
    enableCookieEncryption: true,
    // Our pages are app://, so file:// needs no privileges.
    grantFileProtocolExtraPrivileges: false,
  },
  linux: {
    target: ['AppImage', 'deb'],
    category: 'Utility',
    maintainer: 'Pynchy',
    icon: 'resources/icons/linux',
    // The embedded sandbox runs its toolbox under a real Node.
    extraResources: [{ from: 'node_modules/node-linux-${arch}/bin/node', to: 'node' }],
  },
  mac: { target: ['dmg'], category: 'public.app-category.productivity', icon: 'resources/icons/pynchy.icns', hardenedRuntime: true },
  win: { target: ['nsis'], icon: 'resources/icons/pynchy.ico' },
  publish: null,
};
