import { type IpcMainEvent, ipcMain, MessageChannelMain, type WebContents } from 'electron';
import { connectChannel } from '#contract/shell/channels.ts';
import type { Host } from '#core/app/create-host.ts';
import type { Log } from '#core/base/log.ts';
import { servePort } from '../../server/serve-port.ts';
import { isTrusted } from '../security/trusted-sender.ts';

export interface PortDeps {
  readonly host: Pick<Host, 'api'>;
  readonly ourContents: () => readonly WebContents[];
  readonly openLink: () => string;
  readonly url: () => string;
  readonly stop: () => void;
  readonly log: Log;
}

/** A page of ours says hello and gets a port of its own to the API; each load a new one. Anybody else gets nothing. */
export const handOverPorts = (deps: PortDeps): { close(): void } => {
  const open = new Set<{ close(): void }>();
  const answer = (event: IpcMainEvent): void => {
    if (!isTrusted(event, deps.ourContents()) || event.senderFrame === null)
      return deps.log('warn', 'a port was refused', { from: event.senderFrame?.url ?? 'a frame that is gone' });
    const { port1, port2 } = new MessageChannelMain();
    open.add(port1);
    port1.on('close', () => open.delete(port1));
    servePort({ api: deps.host.api, log: deps.log }, port1, {
      surface: 'desktop',
      openLink: deps.openLink,
      url: deps.url,
      stop: deps.stop,
    });
    port1.start();
    event.senderFrame.postMessage(connectChannel, null, [port2]);
  };
  ipcMain.on(connectChannel, answer);
  return {
    close() {
      ipcMain.off(connectChannel, answer);
      for (const port of open) port.close();
    },
  };
};
