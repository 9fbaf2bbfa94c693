import type { UiSettings } from './ui-settings.ts';

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Whether a moment (local time) lies in the quiet hours, which may go over midnight. */
export const isQuietAt = (quiet: UiSettings['quiet'], at: Date): boolean => {
  if (quiet === null) return false;
  const now = at.getHours() * 60 + at.getMinutes();
  const from = minutesOf(quiet.from);
  const to = minutesOf(quiet.to);
  return from <= to ? now >= from && now < to : now >= from || now < to;
};
