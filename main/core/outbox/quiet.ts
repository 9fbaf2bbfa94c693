/** Local times of day ("22:00") in an IANA zone between which nothing is sent; they may go over midnight. */
export interface QuietHours {
  readonly from: string;
  readonly to: string;
  readonly zone: string;
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const minuteIn = (zone: string, at: number): number =>
  minutesOf(new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at));
const dayMinutes = 1440;

/** When the quiet hours that hold at `now` end (UTC ms); null when none hold. A zone this system does not know holds nothing. */
export const quietUntil = (quiet: QuietHours | null, now: number): number | null => {
  if (quiet === null || quiet.from === quiet.to) return null;
  try {
    const [from, to, at] = [minutesOf(quiet.from), minutesOf(quiet.to), minuteIn(quiet.zone, now)];
    if (from < to ? at < from || at >= to : at < from && at >= to) return null;
    const end = now - (now % 60_000) + ((to - at + dayMinutes) % dayMinutes) * 60_000;
    // The clocks may be changed in between.
    const off = ((minuteIn(quiet.zone, end) - to + dayMinutes + dayMinutes / 2) % dayMinutes) - dayMinutes / 2;
    return end - off * 60_000;
  } catch {
    return null;
  }
};
