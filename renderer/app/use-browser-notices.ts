import { useEffect, useRef } from 'react';
import { isQuietAt } from '#contract/model/quiet-hours.ts';
import { useHost } from '../rpc/host.ts';
import { useResource } from '../rpc/resource.ts';
import { useUiSettings } from '../rpc/ui-settings.ts';
import { type Known, newNeeds } from './notice-news.ts';
import { canTell, showNotice } from './show-notice.ts';

/** Tells of needs by the browser's notifications while the window is not in front. The desktop app does it by itself. */
export const useBrowserNotices = (): void => {
  const { resources } = useHost();
  const { ui } = useUiSettings();
  const asks = useResource(resources.asks).value;
  const chats = useResource(resources.chats).value;
  const known = useRef<Known | null>(null);
  useEffect(() => {
    if (asks === null || chats === null) return;
    const before = known.current;
    const now = { asks, chats };
    known.current = now;
    if (before === null || !canTell() || document.hasFocus() || isQuietAt(ui.quiet, new Date())) return;
    for (const news of newNeeds(before, now)) if (ui.notify.includes(news.need)) showNotice(news, now);
  }, [asks, chats, ui.notify, ui.quiet]);
};
