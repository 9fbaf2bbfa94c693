import { shellCapabilities } from './shell.ts';

/** Whether this window may tell anything outside of itself; `none`: it has no notifications. The desktop app may always. */
export type NoticePermission = NotificationPermission | 'none';

export const noticePermission = (): NoticePermission => {
  if (shellCapabilities() !== null) return 'granted';
  return 'Notification' in globalThis ? Notification.permission : 'none';
};

/** Asks the person once, where that is still open. Only from a click. */
export const askNoticePermission = async (): Promise<NoticePermission> => {
  const now = noticePermission();
  return now === 'default' ? Notification.requestPermission() : now;
};
