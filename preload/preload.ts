import { contextBridge, ipcRenderer } from 'electron';
import type { ShellCall } from '../main/contract/shell/calls.ts';
import type { ShellCapabilities } from '../main/contract/shell/capabilities.ts';
import { callChannel, connectChannel, goChannel, portMessage } from '../main/contract/shell/channels.ts';

const call = <T>(request: ShellCall): Promise<T> => ipcRenderer.invoke(callChannel, request);

const capabilities: ShellCapabilities = {
  hello: () => ipcRenderer.send(connectChannel),
  openPath: (path) => call({ name: 'openPath', path }),
  pickFolder: () => call({ name: 'pickFolder' }),
  showWindow: (hash) => call({ name: 'showWindow', hash }),
  hideQuickAsk: () => call({ name: 'hideQuickAsk' }),
  getAutostart: () => call({ name: 'getAutostart' }),
  setAutostart: (isOn) => call({ name: 'setAutostart', isOn }),
  getShortcut: () => call({ name: 'getShortcut' }),
  setShortcut: (accelerator) => call({ name: 'setShortcut', accelerator }),
  getZoom: () => call({ name: 'getZoom' }),
  setZoom: (factor) => call({ name: 'setZoom', factor }),
};

// A port cannot pass the bridge; the page gets it as a message to its own origin, which no other frame can read.
ipcRenderer.on(connectChannel, (event) => window.postMessage(portMessage, location.origin, event.ports));
ipcRenderer.on(goChannel, (_, hash: unknown) => {
  if (typeof hash === 'string') location.hash = hash;
});
contextBridge.exposeInMainWorld('pynchyShell', capabilities);
