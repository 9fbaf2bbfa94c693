import { portAsSocket } from '#contract/client/port-socket.ts';
import type { ShellCapabilities } from '#contract/shell/capabilities.ts';
import { portMessage } from '#contract/shell/channels.ts';

declare global {
  interface Window {
    readonly pynchyShell?: ShellCapabilities;
  }
}

/** What the shell around this page can do; null in a browser. */
export const shellCapabilities = (): ShellCapabilities | null => window.pynchyShell ?? null;

/** Has the person choose a folder in the system's own window, null when none was chosen; null in a browser. */
export const folderPicker = (): (() => Promise<string | null>) | null => {
  const shell = shellCapabilities();
  if (shell === null) return null;
  return async () => {
    const answer = await shell.pickFolder();
    if (!answer.ok) throw new Error(answer.text);
    return answer.value;
  };
};

// Each hello is answered by one port, in order: a connection that was given up must not take the port of the next.
const waiting: ((port: MessagePort) => void)[] = [];
let isListening = false;
const listen = (): void => {
  if (isListening) return;
  isListening = true;
  addEventListener('message', (event) => {
    const [port] = event.ports;
    if (event.source === window && event.data === portMessage && port) waiting.shift()?.(port);
  });
};

/** A connection to the host through the shell, where there is one that hands it over. */
export const openShellSocket = (shell: ShellCapabilities): WebSocket => {
  listen();
  const port = new Promise<MessagePort>((resolve) => waiting.push(resolve));
  shell.hello();
  return portAsSocket(port);
};
