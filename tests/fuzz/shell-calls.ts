import { callChannel, pageOrigin } from '#contract/shell/channels.ts';
import { answerCalls, type CallDeps } from '../../main/desktop/bridge/shell-calls.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { hostileText, hostileValue } from './hostile-values.ts';

const names = [
  'openPath',
  'pickFolder',
  'showWindow',
  'hideQuickAsk',
  'getAutostart',
  'setAutostart',
  'getShortcut',
  'setShortcut',
  'getZoom',
  'setZoom',
];
const fields = ['path', 'hash', 'isOn', 'accelerator', 'factor'];

/** Calls of a page to the tray app's shell, by the harness's fake Electron: from our page, from another, and from a frame in ours. */
export const fuzzShellCalls: FuzzTarget = async ({ random, n }) => {
  const { ipcMain } = await import('../harness/electron/fake-ipc.ts');
  const faults: string[] = [];
  const did: string[] = [];
  const note =
    (what: string) =>
    (value?: unknown): { ok: true; value: unknown } => {
      did.push(`${what} ${JSON.stringify(value ?? null)}`);
      if (what === 'show' && value !== undefined && !/^#\/[\w/?=&%.-]*$/.test(String(value)))
        faults.push(`a window shows ${String(value)}`);
      return { ok: true, value: null };
    };
  const page = { url: `${pageOrigin}/` };
  const ours = { mainFrame: page };
  answerCalls({
    ourContents: () => [ours],
    openPath: async (path: string) => note('open')(path),
    window: { show: note('show'), contents: () => null },
    quick: { hide: note('hide') },
    autostart: { get: note('autostart'), set: note('autostart') },
    shortcut: { get: note('shortcut'), set: note('shortcut') },
    prefs: { get: () => ({ zoom: 1 }), set: note('zoom') },
    log: () => undefined,
  } as unknown as CallDeps);
  const strangers = [
    { sender: { mainFrame: page }, senderFrame: page },
    { sender: ours, senderFrame: { url: page.url } },
    { sender: ours, senderFrame: null },
  ];
  for (let i = 0; i < n; i++) {
    const isOurs = random.chance(0.7);
    const more = Object.fromEntries(fields.filter(() => random.chance(0.4)).map((field) => [field, hostileValue(random, 1)]));
    // A dialog would wait for a person.
    const name = random.chance(0.8) ? random.pick(names.filter((one) => one !== 'pickFolder')) : hostileText(random);
    const call = random.chance(0.8) ? { ...more, name } : hostileValue(random);
    const before = did.length;
    const { error } = await ipcMain.invoke(callChannel, isOurs ? { sender: ours, senderFrame: page } : random.pick(strangers), [call]);
    if (!isOurs && (error !== 'Error: not allowed' || did.length > before)) faults.push(`a stranger's ${JSON.stringify(call)} was heard`);
    if (isOurs && error !== undefined && error !== 'Error: bad input') faults.push(`${JSON.stringify(call)}: ${error}`);
  }
  if (n >= 300 && did.length === 0) faults.push('no call was ever taken: nothing was tried');
  return { cases: n, faults };
};
