import { ipcMain, type WebContents } from 'electron';
import { ShellCall } from '#contract/shell/calls.ts';
import type { ShellAnswer } from '#contract/shell/capabilities.ts';
import { callChannel } from '#contract/shell/channels.ts';
import type { Log } from '#core/base/log.ts';
import type { AutostartSwitch } from '../autostart/autostart.ts';
import type { PrefsFile } from '../prefs.ts';
import { isTrusted } from '../security/trusted-sender.ts';
import type { QuickShortcut } from '../shortcut.ts';
import type { MainWindow } from '../window/main-window.ts';
import type { QuickWindow } from '../window/quick-window.ts';
import type { PathOpener } from './open-path.ts';
import { pickFolder } from './pick-folder.ts';

export interface CallDeps {
  readonly ourContents: () => readonly WebContents[];
  readonly openPath: PathOpener;
  readonly window: MainWindow;
  readonly quick: QuickWindow;
  readonly autostart: AutostartSwitch;
  readonly shortcut: QuickShortcut;
  readonly prefs: PrefsFile;
  readonly log: Log;
}

const done = <T>(value: T): ShellAnswer<T> => ({ ok: true, value });

/** What a page asks of the shell: from our own top frame only, and only what contract/shell names. */
export const answerCalls = (deps: CallDeps): void =>
  ipcMain.handle(callChannel, async (event, given: unknown): Promise<ShellAnswer<unknown>> => {
    if (!isTrusted(event, deps.ourContents())) {
      deps.log('warn', 'a call was refused', { from: event.senderFrame?.url ?? 'a frame that is gone' });
      throw new Error('not allowed');
    }
    const call = ShellCall.safeParse(given);
    if (!call.success) throw new Error('bad input');
    return answer(call.data, event.sender, deps);
  });

const answer = async (call: ShellCall, asker: WebContents, d: CallDeps): Promise<ShellAnswer<unknown>> => {
  switch (call.name) {
    case 'openPath':
      return d.openPath(call.path);
    case 'pickFolder':
      return done(await pickFolder(asker));
    case 'showWindow':
      d.quick.hide();
      d.window.show(call.hash);
      return done(null);
    case 'hideQuickAsk':
      d.quick.hide();
      return done(null);
    case 'getAutostart':
      return done(d.autostart.get());
    case 'setAutostart':
      return d.autostart.set(call.isOn);
    case 'getShortcut':
      return done(d.shortcut.get());
    case 'setShortcut':
      return done(d.shortcut.set(call.accelerator));
    case 'getZoom':
      return done(d.prefs.get().zoom);
    case 'setZoom':
      d.prefs.set({ zoom: call.factor });
      d.window.contents()?.setZoomFactor(call.factor);
      return done(d.prefs.get().zoom);
    default:
      return call satisfies never;
  }
};
