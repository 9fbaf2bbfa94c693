import type { LogLine } from '#contract/ui/domains/logs.ts';

const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hour12: false,
});
const day = new Intl.DateTimeFormat(undefined, { day: '2-digit', month: '2-digit' });

export const lineTime = (at: number): string => clock.format(at);
export const lineDay = (at: number): string => day.format(at);

const worded = (value: unknown): string => (typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value));

/** account=work ms=812 */
export const lineData = (line: LogLine): string =>
  Object.entries(line.data)
    .map(([name, value]) => `${name}=${worded(value)}`)
    .join(' ');

/** As one copies it into a report. */
export const asText = (lines: readonly LogLine[]): string =>
  lines
    .map((line) =>
      `${new Date(line.at).toISOString()} ${line.level.padEnd(5)} ${line.scope.padEnd(10)} ${line.text} ${lineData(line)}`.trimEnd(),
    )
    .join('\n');
