import type { WebContents, WebFrameMain } from 'electron';
import { isOurPage } from './our-page.ts';

/** What an ipc event says of its sender; never taken from a payload. */
export interface Sender {
  readonly sender: WebContents;
  readonly senderFrame: WebFrameMain | null;
}

/** The top frame of one of our own windows, showing our own page: nobody else is heard. */
export const isTrusted = ({ sender, senderFrame }: Sender, ours: readonly WebContents[]): boolean =>
  senderFrame !== null && ours.includes(sender) && senderFrame === sender.mainFrame && isOurPage(senderFrame.url);
