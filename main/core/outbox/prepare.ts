import { messageOf } from '#contract/errors.ts';
import { isVoice, type SentFile } from '#contract/model/files.ts';
import { within } from '../base/abort.ts';
import { newId } from '../base/ids.ts';
import type { Log } from '../base/log.ts';
import { formatText } from './markup.ts';
import type { OutboxChannel, Part } from './ports.ts';
import { splitText } from './split.ts';

const unreserved = 'unreserved:';
// While the plugin is away nobody knows; every network of today takes this much.
const unknownMaxText = 4_000;

/** False for the placeholder that a delivery has while its channel was away; it never leaves the host. */
export const isReserved = (externalId: string): boolean => !externalId.startsWith(unreserved);

/** An external id from the channel, null when it has none to give now. */
export const reserve = async (channel: OutboxChannel, connectionId: string, ms: number, deps: { log: Log }): Promise<string | null> => {
  try {
    return await within(ms, channel.reserveId(connectionId), () => new Error('no id was reserved in time'));
  } catch (error) {
    deps.log('warn', 'no id could be reserved', { connectionId, error: messageOf(error) });
    return null;
  }
};

/** How the words are told from others' words in the chat. */
export interface Wording {
  /** Stands before every message of it. */
  readonly mark: string;
  /** True for a text that the host would take for a command if a person had written it; then `markOfCommand` stands before it. */
  readonly isCommand?: (text: string) => boolean;
  readonly markOfCommand?: string;
}

/** Formats and splits a text for a channel, or cautiously when it is away, and reserves one id for each part. A file takes the text along. */
export const prepareParts = async (
  channel: OutboxChannel | null,
  connectionId: string,
  markdown: string,
  o: { reserveMs: number; log: Log; wording?: Wording; files?: readonly SentFile[] },
): Promise<Part[]> => {
  const { mark = '', isCommand, markOfCommand = '' } = o.wording ?? {};
  const lead = mark === '' ? '' : `${mark} `;
  const room = (channel?.can.maxText ?? unknownMaxText) - Math.max(lead.length, markOfCommand.length + 1);
  const add = async (text: string, files?: readonly SentFile[]): Promise<void> => {
    const deliveryId = newId('delivery');
    const externalId = channel ? await reserve(channel, connectionId, o.reserveMs, o) : null;
    parts.push({ deliveryId, externalId: externalId ?? unreserved + deliveryId, text, ...(files ? { files } : {}) });
  };
  const parts: Part[] = [];
  const [file] = o.files ?? [];
  const marked = (words: string): string => (lead === '' && isCommand?.(words) ? `${markOfCommand} ${words}` : lead + words);
  if (file && !isVoice(file.mime)) {
    await add(marked(formatText(markdown, channel?.can.markup ?? 'plain')).trimEnd(), [file]);
    return parts;
  }
  if (file) {
    await add('', [file]);
    if (markdown === '') return parts;
  }
  for (const words of splitText(formatText(markdown, channel?.can.markup ?? 'plain'), room)) await add(marked(words));
  return parts;
};
