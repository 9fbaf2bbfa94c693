import { call, defineIntent, type Move, say } from '../intent.ts';
import { afterOpening } from '../sentence.ts';
import { pathIn, slugOf, unquoted } from './paths.ts';

const straight = (text: string): string => text.replace(/[\u201c\u201d]/g, '"').replace(/[\u2018\u2019]/g, "'");

/** Writes the given text to the given file; the tool says whether it replaced one. */
export const writeFile = defineIntent<{ path: string; content: string }>({
  id: 'write-file',
  examples: ['Write "hello" to notes/hello.txt', 'Create a file notes/list.txt with eggs and milk', 'Save hello world in notes/a.txt'],
  match: (sentence) => {
    const text = straight(afterOpening(sentence));
    const named =
      /^(?:create|make|write|add|new)(?: (?:a|the|new))*(?: file)?(?: (?:called|named))? (\S+\.\w+)(?: (?:with|containing|that says)(?: the (?:text|content))?:?|:) ?(.+)$/is.exec(
        text,
      );
    const last =
      /^(?:write|save|put|store)(?: the text)? (.+?) (?:to|into|in|as)(?: (?:the|a)(?: new)?)?(?: file)? (\S+\.\w+)[.!?]?$/is.exec(text);
    const path = pathIn(named?.[1] ?? last?.[2] ?? '');
    const content = unquoted((named?.[2] ?? last?.[1] ?? '').trim());
    return path === null || content === '' ? null : { path, content: content.endsWith('\n') ? content : `${content}\n` };
  },
  next: ({ path, content }, [reply]): Move => (reply ? say(`Done: ${reply.text.trim()}.`) : call('write', { path, content })),
});

/** Replaces one place in one file. */
export const replaceText = defineIntent<{ path: string; old: string; new: string }>({
  id: 'replace-text',
  examples: [
    'Replace "Tomatoes" with "Ripe tomatoes" in samples/notes/shopping.md',
    'Change 16 June to 17 June in samples/notes/trip-to-lisbon.md',
  ],
  match: (sentence) => {
    const text = straight(afterOpening(sentence)).replace(/[.!?\s]+$/, '');
    const hit =
      /^(?:replace|change|swap|rename) (.+?) (?:with|by|to|into|for) (.+?) in (?:the file )?(\S+|".+")$/is.exec(text) ??
      /^in (?:the file )?(\S+\.\w+),? (?:replace|change|swap) (.+?) (?:with|by|to|into|for) (.+)$/is
        .exec(text)
        ?.map((part, i, all) => [part, all[2], all[3], all[1]][i] ?? '');
    const path = pathIn(hit?.[3] ?? '');
    return !hit || path === null ? null : { path, old: unquoted(hit[1] ?? ''), new: unquoted(hit[2] ?? '') };
  },
  next: (params, [reply]): Move =>
    reply ? say(`Done: ${reply.text.trim()}.`) : call('edit', { path: params.path, old: params.old, new: params.new }),
});

const noteName = (text: string): string => slugOf(text) || 'note';

/** A new file in notes/; an existing note is never replaced. */
export const makeNote = defineIntent<string>({
  id: 'make-note',
  examples: ['Make a note: the key is with Anna', 'Note that the boiler is 12 years old', 'Take a note saying call back on Friday'],
  match: (sentence) => {
    const hit =
      /^(?:make|create|take|add|write|new|save)(?: (?:a|me|new|the))* note(?:s)?(?: (?:that|saying|about|with|which says|to say|of))?[:,]? (.+)$/is.exec(
        afterOpening(sentence),
      ) ?? /^note(?: down)?(?: that|:) (.+)$/is.exec(afterOpening(sentence));
    return hit?.[1] === undefined ? null : unquoted(hit[1].trim());
  },
  next: (text, [existing, written]): Move => {
    const name = noteName(text);
    if (!existing) return call('glob', { pattern: `notes/${name}*.md` });
    if (written) return say(`Noted: ${written.text.trim()}.`);
    const taken = new Set(existing.text.split('\n').map((line) => line.trim()));
    let path = `notes/${name}.md`;
    for (let n = 2; taken.has(path); n += 1) path = `notes/${name}-${n}.md`;
    return call('write', { path, content: `${text}\n` });
  },
});
