import { useEffect, useRef } from 'react';
import { isQuietAt } from '#contract/model/quiet-hours.ts';
import { askLine } from '../features/asks/ask-title.ts';
import { chatName } from '../features/chats/chat-name.ts';
import { t } from '../locales/translate.ts';
import { useHost } from '../rpc/host.ts';
import { useResource } from '../rpc/resource.ts';
import { shellCapabilities } from '../rpc/shell.ts';
import { useUiSettings } from '../rpc/ui-settings.ts';
import { type Known, type NeedNews, newNeeds } from './notice-news.ts';
import { go } from './route.ts';

const canTell = (): boolean => shellCapabilities() === null && 'Notification' in globalThis && Notification.permission === 'granted';

const tell = ({ need, chatId, ask }: NeedNews, { asks, chats }: Known): void => {
  const chat = chats.find(({ id }) => id === chatId);
  const asked = asks.find(({ shortId }) => shortId === ask);
  const what = asked ? [askLine(asked)] : [];
  const notice = new Notification(t(`notify.${need}`), {
    body: [...(chat ? [chatName(chat)] : []), ...what].join(': '),
    tag: `${need} ${chatId} ${ask ?? ''}`,
  });
  notice.onclick = () => {
    window.focus();
    go({ page: 'chat', chatId, ask });
    notice.close();
  };
};

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
    for (const news of newNeeds(before, now)) if (ui.notify.includes(news.need)) tell(news, now);
  }, [asks, chats, ui.notify, ui.quiet]);
};
