import { askLine } from '../features/asks/ask-title.ts';
import { chatName } from '../features/chats/chat-name.ts';
import { t } from '../locales/translate.ts';
import { noticePermission } from '../rpc/notice-permission.ts';
import { shellCapabilities } from '../rpc/shell.ts';
import type { Known, NeedNews } from './notice-news.ts';
import { go } from './route.ts';

/** Whether this page shows notices of the browser: the desktop app shows its own. */
export const canTell = (): boolean => shellCapabilities() === null && noticePermission() === 'granted';

/** A notice of the browser; a second one of the same need takes the place of the first. A click leads there. */
export const showNotice = ({ need, chatId, ask }: NeedNews, { asks, chats }: Known): void => {
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
