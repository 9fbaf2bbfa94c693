import type { TextDelta } from '#contract/client/watch-host.ts';
import type { MessageView } from '#contract/ui/views.ts';

/** What a command that still runs has printed, as far as this page heard it: `text` begins at `from`. */
export interface LiveOutput {
  readonly from: number;
  readonly text: string;
}

/** More than this of a command that still runs is not shown; the whole comes with its end. */
const shownLength = 20_000;

/** Whether a person typed a line for the sandbox, as the host reads it: a mention before it is ignored. */
export const shellLine = (text: string): string | null => /^(?:@[^\s@]+\s+)?!\s*(\S[\s\S]*)$/u.exec(text.trim())?.[1] ?? null;

/** A command of a person that has not ended. */
export const isRunningCommand = ({ origin, state, text }: MessageView): boolean =>
  origin === 'command' && (state === 'received' || state === 'queued' || state === 'claimed') && shellLine(text) !== null;

/** Adds a piece. What was missed in between cannot be fetched before the end: the text then begins after the hole. */
export const addOutput = (live: LiveOutput | undefined, { offset, text }: Pick<TextDelta, 'offset' | 'text'>): LiveOutput => {
  const end = live ? live.from + live.text.length : 0;
  if (live && offset + text.length <= end) return live;
  const joined = live && offset <= end ? { from: live.from, text: live.text + text.slice(end - offset) } : { from: offset, text };
  const cut = Math.max(0, joined.text.length - shownLength);
  return cut === 0 ? joined : { from: joined.from + cut, text: joined.text.slice(cut) };
};

/** Keeps only what belongs to commands that still run. */
export const onlyRunning = (
  live: Readonly<Record<string, LiveOutput>>,
  messages: readonly MessageView[],
): Readonly<Record<string, LiveOutput>> =>
  Object.fromEntries(Object.entries(live).filter(([id]) => messages.some((message) => message.id === id && isRunningCommand(message))));
