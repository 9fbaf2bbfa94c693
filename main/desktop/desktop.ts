import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, dialog, session } from 'electron';
import { isAppError, messageOf } from '#contract/errors.ts';
import { reason } from '#contract/model/reason.ts';
import { renderReason } from '#contract/text/render.ts';
import { forbidMemoryDumps } from '#core/base/no-memory-dumps.ts';
import { pathsIn } from '#core/base/paths.ts';
import { runServer } from '../server/run-server.ts';
import { registerPageScheme, servePage } from './app-protocol.ts';
import { hiddenFlag } from './autostart/autostart.ts';
import { watchFaults } from './faults.ts';
import { keychainKey } from './keychain.ts';
import { locate, toolboxDirOf } from './locations.ts';
import { quitWithParent, tellParent } from './parent.ts';
import { openPrefs } from './prefs.ts';
import { quitInOrder } from './quit.ts';
import { takeSingleInstance } from './second-instance.ts';
import { lockDownContents } from './security/lock-down.ts';
import { closePermissions } from './security/permissions.ts';
import { openSurfaces, type Surfaces } from './surfaces.ts';
import { texts } from './texts.ts';
import { hasTray } from './tray/has-tray.ts';

const quitDeadlineMs = 10_000;

export interface DesktopOptions {
  readonly home: string;
  readonly version: string;
  readonly argv: readonly string[];
}

/** The desktop shell: the host in this process, the tray, and windows that talk to it over ports. Never rejects. */
export const runDesktop = async (o: DesktopOptions): Promise<void> => {
  forbidMemoryDumps();
  // 1. Before ready: one instance per data folder, the sandbox for every window, our own scheme.
  const folder = join(o.home, 'desktop');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  app.setPath('userData', folder);
  const instance = takeSingleInstance(o.argv);
  if (!instance) return app.quit();
  app.enableSandbox();
  registerPageScheme();
  app.setAsDefaultProtocolClient('pynchy');

  let running: Awaited<ReturnType<typeof runServer>> | null = null;
  let surfaces: Surfaces | null = null;
  const quitting = quitInOrder({
    deadlineMs: quitDeadlineMs,
    onStopping: () => surfaces?.stopping(),
    log: () => running?.host.log ?? null,
    async drain() {
      await running?.stop();
      surfaces?.close();
    },
  });
  quitWithParent(quitting.quit);
  watchFaults({ log: () => running?.host.log ?? null, quit: quitting.quit });

  try {
    // 2. The host, with the vault's key from the keychain.
    await app.whenReady();
    if (process.platform === 'darwin') app.setActivationPolicy('accessory');
    const { outDir, samplesDir, iconsDir } = locate();
    const said: string[] = [];
    running = await runServer({
      home: o.home,
      version: o.version,
      outDir,
      toolboxDir: toolboxDirOf(outDir),
      samplesDir,
      keychainKey: await keychainKey(pathsIn(o.home).vault, (text) => said.push(text)),
      onStop: quitting.quit,
    });
    const { host, server } = running;
    for (const text of said) host.log('warn', text);

    // 3. Nothing but our own page, from our own files, with no more rights than it needs.
    lockDownContents(host.log);
    closePermissions(session.defaultSession);
    servePage(session.defaultSession.protocol, { rendererDir: join(outDir, 'renderer'), sentFile: host.sentFile });

    // 4. Tray, windows, notifications.
    const tray = await hasTray(process.env);
    surfaces = openSurfaces({
      running,
      outDir,
      iconsDir,
      prefs: openPrefs(folder),
      hasTray: tray,
      isQuitting: quitting.isQuitting,
      quit: quitting.quit,
    });
    instance.listen(surfaces.openLink);
    // Without a tray a hidden start would be invisible.
    if (!o.argv.includes(hiddenFlag) || !tray) surfaces.show();
    tellParent({ ready: true, url: server.url, link: server.openLink(), hasTray: tray });
  } catch (error) {
    const sentence = renderReason(isAppError(error) ? reason(error.code, error.data) : reason('internal', { detail: messageOf(error) }));
    tellParent({ failed: sentence });
    // A person who started it by a click has no terminal to read.
    if (!process.send) dialog.showErrorBox(texts.failed.title, sentence);
    quitting.quit();
  }
};
