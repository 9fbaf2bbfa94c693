import { counted, fenced, table } from '../answer/markdown.ts';
import { readRunOutput } from '../answer/run-output.ts';
import { call, defineIntent, type Move, say, type ToolReply } from '../intent.ts';

const outputOf = (reply: ToolReply): string => readRunOutput(reply)?.output ?? '';

const sizes = (reply: ToolReply): string[][] =>
  outputOf(reply)
    .split('\n')
    .flatMap((line) => {
      const hit = /^\s*(\d+)\s+(?:\.\/)?(.+)$/.exec(line);
      return hit ? [[hit[2] ?? '', hit[1] ?? '']] : [];
    });

/** The five largest files by bytes. */
export const biggestFiles = defineIntent<'biggest'>({
  id: 'biggest-files',
  examples: ['What are the biggest files?', 'Show the largest files', 'Which files take the most space?'],
  match: ({ text }) =>
    /\b(?:biggest|largest|heaviest|huge)\b.*\bfiles?\b/i.test(text) ||
    /\bfiles?\b.*\b(?:most space|most room|biggest|largest)\b/i.test(text)
      ? 'biggest'
      : null,
  next: (_params, [reply]): Move => {
    if (!reply) return call('run', { command: "find . -type f -exec wc -c {} + | grep -v ' total$' | sort -rn | head -n 5" });
    const rows = sizes(reply);
    return say(rows.length === 0 ? 'There are no files.' : `The biggest files of the workspace:\n\n${table(['file', 'bytes'], rows)}`);
  },
});

/** Files changed within a day; `find` knows hours, not calendar days, and the answer says so. */
export const changedToday = defineIntent<'changed'>({
  id: 'changed-today',
  examples: ['What changed today?', 'Which files were modified recently?', 'What is new?', 'Show recent files'],
  match: ({ text }) =>
    /^(?:what|which(?: files)?|show(?: me)?|list|any)\b.*\b(?:changed|changes|modified|edited|touched)\b(?:.*\b(?:today|recently|lately|last|24 hours|day))?$/i.test(
      text,
    ) || /^(?:what(?:'s| is) new|(?:show|list)(?: me)?(?: the| my)? (?:recent|new|latest) files)$/i.test(text)
      ? 'changed'
      : null,
  next: (_params, [reply]): Move => {
    if (!reply) return call('run', { command: 'find . -type f -mtime -1 | sort' });
    const lines = readRunOutput(reply)?.lines ?? [];
    return say(
      lines.length === 0
        ? 'No file changed in the last 24 hours.'
        : `${counted(lines.length, 'file')} changed in the last 24 hours:\n\n${fenced(lines.join('\n'), 25)}`,
    );
  },
});

/** The space the workspace folder takes. */
export const diskUsed = defineIntent<'disk'>({
  id: 'disk-used',
  examples: ['How much disk is used?', 'How big is the workspace?', 'Disk usage'],
  match: ({ text }) =>
    /^(?:how much|what|show)?\b.*\b(?:disk|storage)\b.*\b(?:use[ds]?|usage|space|taken|full)\b/i.test(text) ||
    /^(?:disk|space|storage)(?: (?:usage|used|space|use))?$/i.test(text) ||
    /^how (?:big|large) (?:is|are) (?:the|my|this) (?:workspace|files|folder)$/i.test(text) ||
    /^how much (?:space|room) (?:do|does|is|are)\b/i.test(text)
      ? 'disk'
      : null,
  next: (_params, [reply]): Move => {
    if (!reply) return call('run', { command: 'du -sh . && find . -type f | wc -l' });
    const [size = '', files = ''] = readRunOutput(reply)?.lines ?? [];
    return say(`The workspace uses ${size.split(/\s+/)[0] ?? size} in ${counted(Number(files.trim()), 'file')}.`);
  },
});

/** The sandbox's clock. */
export const clock = defineIntent<'clock'>({
  id: 'clock',
  examples: ['What time is it?', "What's the date today?", 'Which day is it?'],
  match: ({ text }) =>
    /^(?:what(?:'s| is)?|which|tell me|show|show me)?(?: (?:the|current|today's|me))* ?(?:time|date|day|clock|weekday)(?: (?:is it|it is|is|today|now|of the week|and|date|time))*$/i.test(
      text,
    )
      ? 'clock'
      : null,
  next: (_params, [reply]): Move =>
    reply ? say(`By the sandbox’s clock it is ${outputOf(reply).trim()}.`) : call('run', { command: "date '+%A %d %B %Y, %H:%M:%S %Z'" }),
});
