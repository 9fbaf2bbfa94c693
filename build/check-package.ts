import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, Platform } from 'electron-builder';
import { packaging } from './packaging.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const mostMegabytes = 140;
// What looks like a key, wherever it stands in our own files.
const secret = /sk-ant-[\w-]{20,}|sk-[A-Za-z0-9]{32,}|-----BEGIN [A-Z ]*PRIVATE KEY-----|npm_[A-Za-z0-9]{30,}/;

/** What must be inside, and what must not. */
const needed = [
  '/package.json',
  '/out/desktop/main.mjs',
  '/out/desktop/reader.mjs',
  '/out/preload/preload.cjs',
  '/out/renderer/index.html',
  '/out/toolbox/process.mjs',
  '/resources/tray/idle.png',
];
const unwanted = [
  /\.map$/,
  /\.test\.[cm]?[jt]sx?$/,
  /^\/(tests|docs|build|main|renderer|plugins|preload)\//,
  /^\/node_modules\/(node-linux-|electron\/|electron-builder\/|vite\/|vitest\/|playwright)/,
  /^\/(\.env|\.npmrc|\.git)/,
];
// Words of the simulated WhatsApp and of the demo: neither may be bundled into what is ours.
const simulated = /startWhatsAppSim|this code is not valid any more|pynchy-demo-/;
const unpacked = ['out/toolbox/process.mjs', 'resources/tray/idle.png', 'node_modules/just-bash/package.json'];

/** Packs the app with a stand-in for Electron and looks into the archive. Exit code 1 and a line for each finding. */
const run = async (): Promise<boolean> => {
  let isWell = false;
  const dir = mkdtempSync(join(tmpdir(), 'pynchy-pack-'));
  try {
    const standIn = join(dir, 'electron');
    mkdirSync(join(standIn, 'resources'), { recursive: true });
    writeFileSync(join(standIn, 'electron'), '#!/bin/sh\n', { mode: 0o755 });
    writeFileSync(join(standIn, 'version'), String(packaging.electronVersion));
    const config = { ...packaging, directories: { ...packaging.directories, output: join(dir, 'dist') }, electronDist: standIn };
    await build({
      targets: Platform.LINUX.createTarget('dir'),
      publish: 'never',
      projectDir: root,
      // There are no fuses in a stand-in.
      config: { ...config, electronFuses: null },
    });
    const findings = inspect(join(dir, 'dist', 'linux-unpacked', 'resources'));
    for (const finding of findings) console.error(`package: ${finding}`);
    isWell = findings.length === 0;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
  return isWell;
};

const holds = (file: string, words: RegExp): boolean => statSync(file).isFile() && words.test(readFileSync(file, 'latin1'));

const inspect = (resources: string): string[] => {
  const archive = join(resources, 'app.asar');
  const asar = join(root, 'node_modules', '.bin', 'asar');
  const files = execFileSync(asar, ['list', archive], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
    .split('\n')
    .filter(Boolean);
  const megabytes = Math.round(statSync(archive).size / 1_000_000);
  console.log(`package: ${files.length} entries, ${megabytes} MB in the archive`);
  // What packages say of key formats is theirs: only what we put in is searched.
  const ours = files.filter((file) => /^\/(out|resources|package\.json)/.test(file));
  const keys = ours.filter((file) => holds(join(root, file), secret));
  const unreal = ours.filter((file) => holds(join(root, file), simulated));
  return [
    ...needed.filter((file) => !files.includes(file)).map((file) => `${file} is missing`),
    ...files.filter((file) => unwanted.some((pattern) => pattern.test(file))).map((file) => `${file} does not belong there`),
    ...unpacked.filter((file) => !existsSync(join(`${archive}.unpacked`, file))).map((file) => `${file} is not beside the archive`),
    ...(megabytes > mostMegabytes ? [`the archive has ${megabytes} MB; ${mostMegabytes} are allowed`] : []),
    ...(existsSync(join(resources, 'node')) ? [] : ['the Node.js for sandboxes is missing']),
    ...keys.map((file) => `${file} holds what looks like a key`),
    ...unreal.map((file) => `${file} holds a part of the simulated WhatsApp`),
    ...(readFileSync(join(root, 'package.json'), 'utf8').includes('"main": "out/desktop/main.mjs"')
      ? []
      : ['package.json names another entry']),
  ];
};

// The packer sets an exit code of its own when the process ends.
process.exit((await run()) ? 0 : 1);
