import { t } from '../locales/translate.ts';

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hour12: false });
const dayAndMonth = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const fullDay = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });

const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);
const daysBetween = (at: number, now: number): number => Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000);

/** 14:02 */
export const timeOfDay = (at: number): string => clock.format(at);

/** 14:02 today, else yesterday or a date: for lists. */
export const shortWhen = (at: number, now: number): string => {
  const days = daysBetween(at, now);
  if (days <= 0) return clock.format(at);
  return days === 1 ? t('time.yesterday') : dayAndMonth.format(at);
};

/** Today, yesterday or the full date: for the line between two days. */
export const dayName = (at: number, now: number): string => {
  const days = daysBetween(at, now);
  if (days <= 0) return t('time.today');
  return days === 1 ? t('time.yesterday') : fullDay.format(at);
};

/** The same within a sentence. */
export const dayInText = (at: number, now: number): string => {
  const days = daysBetween(at, now);
  if (days <= 0) return t('time.todayInText');
  return days === 1 ? t('time.yesterdayInText') : fullDay.format(at);
};

export const sameDay = (a: number, b: number): boolean => startOfDay(a) === startOfDay(b);

/** < 1 s, 2.4 s, 12 s, 3 min 5 s, 2 h 10 min */
export const duration = (ms: number): string => {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 1) return t('time.underSecond');
  if (seconds < 10) return t('time.seconds', { n: Math.round(seconds * 10) / 10 });
  if (seconds < 60) return t('time.seconds', { n: Math.round(seconds) });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return t('time.minutes', { m: minutes, s: Math.floor(seconds % 60) });
  return t('time.hours', { h: Math.floor(minutes / 60), m: minutes % 60 });
};

/** 4:59 for a countdown; never negative. */
export const countdown = (ms: number): string => {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const rest = String(seconds % 60).padStart(2, '0');
  return seconds >= 3600
    ? `${Math.floor(seconds / 3600)}:${String(Math.floor((seconds % 3600) / 60)).padStart(2, '0')}:${rest}`
    : `${Math.floor(seconds / 60)}:${rest}`;
};

const counts = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });
/** 950, 1.2K, 3M */
export const compactCount = (n: number): string => counts.format(n);
