/** The `in`, `once`, `every` or `cron` part of a schedule_task input. */
export type When = { readonly in: string } | { readonly once: string } | { readonly every: string } | { readonly cron: string };

const counts: Record<string, number> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  ten: 10,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
};
const units: Record<string, string> = { s: 's', m: 'm', h: 'h', d: 'd', w: 'd' };
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const amount = '(\\d+|an?|one|two|three|four|five|six|ten|fifteen|twenty|thirty)';
const unit = '(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|weeks?)';
const clock = "(\\d{1,2}(?:[:.]\\d{2})?(?: ?[ap]m)?|noon|midnight|(?:\\d{1,2} o'clock))";
const day = '(mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?';

const duration = (count: string, unitName: string): string => {
  const n = counts[count.toLowerCase()] ?? Number(count);
  const short = unitName.charAt(0).toLowerCase();
  return `${short === 'w' ? n * 7 : n}${units[short] ?? 'm'}`;
};

const timeOf = (text: string | undefined): { hour: number; minute: number } | null => {
  if (text === undefined) return { hour: 9, minute: 0 };
  if (/^noon$/i.test(text)) return { hour: 12, minute: 0 };
  if (/^midnight$/i.test(text)) return { hour: 0, minute: 0 };
  const [, h = '', m = '0', half = ''] = /^(\d{1,2})(?:[:.](\d{2}))?(?: ?([ap])m| o'clock)?$/i.exec(text) ?? [];
  const base = Number(h) % (half === '' ? 100 : 12);
  const hour = half.toLowerCase() === 'p' ? base + 12 : base;
  return h === '' || hour > 23 || Number(m) > 59 ? null : { hour, minute: Number(m) };
};

const pad = (n: number): string => String(n).padStart(2, '0');
const isoLocal = (d: Date): string =>
  `${d.getFullYear()}-${pad(d.getMonth() + 1)}-${pad(d.getDate())}T${pad(d.getHours())}:${pad(d.getMinutes())}`;

const onceAt = (now: Date, addDays: number | null, time: { hour: number; minute: number } | null): When | null => {
  if (!time) return null;
  const at = (extra: number): Date => new Date(now.getFullYear(), now.getMonth(), now.getDate() + extra, time.hour, time.minute);
  const today = at(0);
  return { once: isoLocal(addDays === null ? (today > now ? today : at(1)) : at(addDays)) };
};

const cronAt = (time: { hour: number; minute: number } | null, weekday: string): When | null =>
  time && { cron: `${time.minute} ${time.hour} * * ${weekday}` };

const dayIndex = (name: string): number => days.indexOf(name.slice(0, 3).toLowerCase());

const rules: readonly { pattern: string; make: (g: readonly (string | undefined)[], now: Date) => When | null }[] = [
  { pattern: 'in half an hour', make: () => ({ in: '30m' }) },
  { pattern: `in ${amount} ?${unit}`, make: ([n = '', u = '']) => ({ in: duration(n, u) }) },
  { pattern: 'every (?:half an|half) hour', make: () => ({ every: '30m' }) },
  { pattern: `every ${amount} ?${unit}`, make: ([n = '', u = '']) => ({ every: duration(n, u) }) },
  { pattern: '(?:every|each) (minute|hour)|(hourly)', make: ([u = 'hour']) => ({ every: duration('1', u) }) },
  { pattern: `(?:every|each|on) (?:weekday|working day|workday)s?(?: at ${clock})?`, make: ([t]) => cronAt(timeOf(t), '1-5') },
  {
    pattern: `(?:every|each) ${day}(?: (?:morning )?at ${clock}| morning)?`,
    make: ([d = '', t]) => cronAt(timeOf(t), String(dayIndex(d))),
  },
  { pattern: `(?:(?:every|each) (?:day|morning)|daily)(?: at ${clock})?`, make: ([t]) => cronAt(timeOf(t), '*') },
  { pattern: `at ${clock} (?:every|each) day`, make: ([t]) => cronAt(timeOf(t), '*') },
  { pattern: `(?:every|each) (?:evening|night)(?: at ${clock})?`, make: ([t = '8pm']) => cronAt(timeOf(t), '*') },
  { pattern: `tomorrow(?: morning)?(?: at ${clock})?|at ${clock} tomorrow`, make: ([a, b], now) => onceAt(now, 1, timeOf(a ?? b)) },
  { pattern: `(?:this evening|tonight)(?: at ${clock})?`, make: ([t = '8pm'], now) => onceAt(now, null, timeOf(t)) },
  {
    pattern: `on ${day}(?: at ${clock})?`,
    make: ([d = '', t], now) => onceAt(now, ((dayIndex(d) - now.getDay() + 6) % 7) + 1, timeOf(t)),
  },
  { pattern: `(?:today )?at ${clock}(?: today)?`, make: ([t], now) => onceAt(now, null, timeOf(t)) },
];

/** Takes the time out of "in one minute to stretch"; null when the text names none, or one that does not exist. */
export const takeWhen = (text: string, now: Date): { when: When; rest: string } | null => {
  for (const { pattern, make } of rules) {
    const hit = new RegExp(`(?:^|\\b)(?:${pattern})(?=$|[\\s,:.])`, 'i').exec(text);
    if (!hit) continue;
    const when = make(hit.slice(1), now);
    const rest = `${text.slice(0, hit.index)} ${text.slice(hit.index + hit[0].length)}`;
    return when && { when, rest: rest.replace(/ +/g, ' ').replace(/^[\s,:]+|[\s,:]+$/g, '') };
  }
  return null;
};
