/**
 * Runs in every page before its own scripts: what a sandboxed preload can require, and the preload itself. It is sent as text,
 * so it refers to nothing outside.
 */
export const pageSide = (preload: string): string => `(() => {
  const toMain = window.__harnessToMain;
  const encode = (data) => (data instanceof Uint8Array || data instanceof ArrayBuffer)
    ? { bytes: btoa(String.fromCharCode(...new Uint8Array(data))) } : { text: data };
  const decode = (d) => (d.bytes === undefined ? d.text : Uint8Array.from(atob(d.bytes), (c) => c.charCodeAt(0)));
  const listeners = new Map();
  const ports = new Map();
  const tell = (channel, ports, args) => { for (const l of listeners.get(channel) ?? []) l({ ports }, ...args); };
  window.__harnessFromMain = (m) => {
    if (m.kind === 'send') return tell(m.channel, [], m.args);
    if (m.kind === 'data') return ports.get(m.port)?.postMessage(decode(m.data));
    if (m.kind === 'port-closed') { ports.get(m.port)?.close(); return void ports.delete(m.port); }
    const { port1, port2 } = new MessageChannel();
    ports.set(m.port, port1);
    port1.onmessage = (e) => toMain({ kind: 'data', port: m.port, data: encode(e.data) });
    tell(m.channel, [port2], [m.message]);
  };
  const ipcRenderer = {
    send: (channel, ...args) => void toMain({ kind: 'send', channel, args }),
    invoke: async (channel, ...args) => {
      const answer = await toMain({ kind: 'invoke', channel, args });
      if (answer.error !== undefined) throw new Error("Error invoking remote method '" + channel + "': " + answer.error);
      return answer.value;
    },
    on: (channel, listener) => listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
  };
  const contextBridge = {
    exposeInMainWorld: (name, api) => Object.defineProperty(window, name, { value: Object.freeze({ ...api }), writable: false }),
  };
  const require = (name) => {
    if (name !== 'electron') throw new Error('module not found: ' + name);
    return { ipcRenderer, contextBridge };
  };
  // A window that a page opens is a question to the shell; a link with a target is one, too.
  const ask = (url) => void toMain({ kind: 'open', url: new URL(url, location.href).href });
  window.open = (url) => { ask(url); return null; };
  addEventListener('click', (e) => {
    const link = e.target instanceof Element ? e.target.closest('a[target=_blank]') : null;
    if (link && !e.defaultPrevented) { e.preventDefault(); ask(link.href); }
  });
  const module = { exports: {} };
  // A preload is for the top frame alone.
  if (window === window.top) ((require, module, exports) => {${preload}\n})(require, module, module.exports);
})();`;
