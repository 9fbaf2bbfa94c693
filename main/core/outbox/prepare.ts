import { messageOf } from '#contract/errors.ts';
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

/** Formats and splits a text for a channel, or cautiously when it is away, and reserves one id for each part. */
export const prepareParts = async (
  channel: OutboxChannel | null,
  connectionId: string,
  markdown: string,
  o: { reserveMs: number; log: Log },
): Promise<Part[]> => {
  const texts = splitText(formatText(markdown, channel?.can.markup ?? 'plain'), channel?.can.maxText ?? unknownMaxText);
  const parts: Part[] = [];
  for (const text of texts) {
    const deliveryId = newId('delivery');
    const externalId = channel ? await reserve(channel, connectionId, o.reserveMs, o) : null;
    parts.push({ deliveryId, externalId: externalId ?? unreserved + deliveryId, text });
  }
  return parts;
};
