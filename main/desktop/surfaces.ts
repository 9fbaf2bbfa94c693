import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import type { WebContents } from 'electron';
import type { HostClient } from '#contract/client/connect.ts';
import type { runServer } from '../server/run-server.ts';
import { createAutostart } from './autostart/autostart.ts';
import { handOverPorts } from './bridge/connect-port.ts';
import { createPathOpener } from './bridge/open-path.ts';
import { answerCalls } from './bridge/shell-calls.ts';
import { readDeepLink } from './deep-links.ts';
import { type Seen, watchGlance } from './host-glance.ts';
import { createNotifications } from './notices/notifications.ts';
import { tellNeeds } from './notices/tell-needs.ts';
import { createPower } from './power.ts';
import type { PrefsFile } from './prefs.ts';
import { createQuickShortcut } from './shortcut.ts';
import { texts } from './texts.ts';
import { createTray } from './tray/tray.ts';
import { atRest } from './tray/tray-state.ts';
import { createMainWindow } from './window/main-window.ts';
import { createQuickWindow } from './window/quick-window.ts';

export interface SurfaceDeps {
  readonly running: Awaited<ReturnType<typeof runServer>>;
  readonly outDir: string;
  readonly iconsDir: string;
  readonly prefs: PrefsFile;
  readonly hasTray: boolean;
  readonly isQuitting: () => boolean;
  readonly quit: () => void;
}

/** Everything of the desktop shell that a person sees, put together over a running host. */
export const openSurfaces = (o: SurfaceDeps) => {
  const { host, server } = o.running;
  const { log } = host;
  const ended = new AbortController();
  const client: HostClient = createRouterClient(host.api, {
    context: { surface: 'desktop', openLink: server.openLink, url: () => server.url, stop: o.quit },
  });
  let seen: Seen = { glance: atRest, asks: [] };

  const tellHidden = (): void => {
    if (o.prefs.get().wasToldAboutHiding) return;
    o.prefs.set({ wasToldAboutHiding: true });
    const { stillRunning, stillRunningWhere, stillRunningNoTray } = texts.notice;
    notes.tell({
      need: 'still-running',
      kind: 'shell',
      title: stillRunning,
      body: o.hasTray ? stillRunningWhere : stillRunningNoTray,
      hash: '',
    });
  };
  const window = createMainWindow({
    outDir: o.outDir,
    icon: join(o.iconsDir, '..', 'icons', 'pynchy-256.png'),
    prefs: o.prefs,
    log,
    isQuitting: o.isQuitting,
    hasTray: () => o.hasTray,
    onHidden: tellHidden,
  });
  const quick = createQuickWindow({ outDir: o.outDir, log, isQuitting: o.isQuitting });
  const shortcut = createQuickShortcut(o.prefs, quick.toggle);
  const power = createPower({ onWake: host.wokeUp, log });
  const notes = createNotifications({
    rules: () => host.settings.get().window,
    isLookedAt: (hash) => window.isLookedAt() && (hash === '' || hash.startsWith(`#/chat/${window.chatShown()}`)),
    open: window.show,
    now: () => new Date(),
    log,
  });

  const failed = (what: string) => (error: unknown) => log('error', `${what} failed`, { error: String(error) });
  const newChat = async (): Promise<void> => {
    const { workspaceId } = await client.chats.open({ workspace: 'home', surface: 'desktop' });
    window.show(`#/chat/${(await client.chats.create({ workspaceId })).id}`);
  };
  const firstAsk = (): void => {
    const [ask] = seen.asks;
    window.show(ask ? `#/chat/${ask.chatId}?ask=${ask.shortId}` : '');
  };
  const tray = createTray(o.iconsDir, {
    open: () => window.show(),
    newChat: () => void newChat().catch(failed('a new chat')),
    quickAsk: quick.toggle,
    pause: (paused) => void client.host.pause({ paused }).catch(failed('the pause')),
    emergencyStop: () => void client.emergency.stop().catch(failed('the emergency stop')),
    approvals: firstAsk,
    quit: o.quit,
  });

  const ourContents = (): readonly WebContents[] => [window.contents(), quick.contents()].filter((c) => c !== null);
  const ports = handOverPorts({ host, ourContents, openLink: server.openLink, url: () => server.url, stop: o.quit, log });
  answerCalls({
    ourContents,
    openPath: createPathOpener({
      within: () => [host.paths.workspaces, host.paths.logs, host.paths.exports, ...host.ownFolders()],
      exactly: host.paths.home,
    }),
    window,
    quick,
    autostart: createAutostart(process.env),
    shortcut,
    prefs: o.prefs,
    log,
  });

  const needs = tellNeeds(client, notes, failed('a notification'));
  const eyes = {
    onSeen(now: Seen) {
      needs.asks(now.asks, seen.asks);
      seen = now;
      if (o.isQuitting()) return;
      tray.show(now.glance);
      power.keepAwake(now.glance.running > 0);
    },
    onTurnEnd: needs.turnEnd,
  };
  void watchGlance(client, eyes, log, ended.signal);
  needs.start();

  return {
    show: () => window.show(),
    /** A link, or null when Pynchy was started again. */
    openLink(link: string | null): void {
      const action = link === null ? { do: 'show' as const, hash: '' } : readDeepLink(link);
      if (!action) return log('warn', 'a link was refused');
      if (action.do === 'show') window.show(action.hash);
      else void newChat().catch(failed('a new chat'));
    },
    stopping(): void {
      tray.show({ ...seen.glance, isStopping: true });
      window.hideForQuit();
      quick.hide();
    },
    close(): void {
      ended.abort();
      ports.close();
      power.keepAwake(false);
      tray.destroy();
    },
  };
};
export type Surfaces = ReturnType<typeof openSurfaces>;
