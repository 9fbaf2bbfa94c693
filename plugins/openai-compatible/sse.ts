import { modelFault } from '#plugin-api';

const maxEventChars = 32 * 1024 * 1024;

/**
 * The `data` of each server-sent event, in order. Comments and other fields are skipped; an event that was cut off at the
 * end of the stream is dropped. Pieces of a line are joined once, so that a line of many megabytes stays cheap.
 */
export async function* readEventData(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let data: string[] = [];
  let held: string[] = [];
  let heldChars = 0;
  for await (const piece of body) {
    const text = decoder.decode(piece, { stream: true });
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      held.push(text.slice(start, end));
      const line = held.join('').replace(/\r$/, '');
      held = [];
      heldChars = 0;
      start = end + 1;
      if (line.startsWith('data:')) data.push(line.slice(line[5] === ' ' ? 6 : 5));
      if (line !== '' || data.length === 0) continue;
      yield data.join('\n');
      data = [];
    }
    held.push(text.slice(start));
    heldChars += text.length - start;
    if (heldChars > maxEventChars) throw modelFault('not-an-api', 'an event of the stream has no end');
  }
}
