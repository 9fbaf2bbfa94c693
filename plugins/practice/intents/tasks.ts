import { counted } from '../answer/markdown.ts';
import { call, defineIntent, type Move, say, type ToolReply } from '../intent.ts';

const idsIn = (text: string): string[] => [...new Set(text.match(/\btask_[\w-]+/g) ?? [])];

const lineOf = (list: ToolReply, id: string): string =>
  list.text
    .split('\n')
    .find((line) => line.includes(id))
    ?.trim() ?? id;

/** Shows what is planned, in the tool's own words. */
export const listTasks = defineIntent<'list'>({
  id: 'list-tasks',
  examples: ['List my reminders', 'What is scheduled?', 'Show all tasks'],
  match: ({ text }) =>
    /^(?:list|show|show me|give me|see|which|what|do i have|are there)\b(?: (?:all|my|the|any|of|are|is|me|have|i|do))* (?:reminders?|tasks?|scheduled(?: tasks?)?|planned|schedule|timers?|alarms?)(?: (?:are|do|i|have|there|is|set|planned|scheduled|got))*$/i.test(
      text,
    ) || /^(?:my )?(?:reminders|tasks|schedule)$/i.test(text)
      ? 'list'
      : null,
  next: (_params, [reply]): Move => {
    if (!reply) return call('list_tasks', {});
    const ids = idsIn(reply.text);
    if (ids.length === 0) return say(`Nothing is planned: ${reply.text.trim()}.`);
    return say(
      `${counted(ids.length, 'task')} planned:\n\n${ids.map((id, i) => `${i + 1}. ${lineOf(reply, id)}`).join('\n')}\n\nSay “cancel reminder 1” to stop one.`,
    );
  },
});

type Target =
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'number'; readonly n: number }
  | { readonly kind: 'all' | 'it' };

const targetOf = (text: string): Target | null => {
  const [, what = ''] = /^(?:cancel|stop|delete|remove|drop|end|turn off) (.+)$/i.exec(text) ?? [];
  const id = idsIn(what)[0];
  if (id !== undefined) return { kind: 'id', id };
  const n = /^(?:the |my )?(?:reminder|task|timer|alarm|number)s? (?:number |no\.? |#)?(\d+)$/i.exec(what)?.[1];
  if (n !== undefined) return { kind: 'number', n: Number(n) };
  if (/^(?:all|every)(?: of)?(?: (?:the|my|these))? (?:reminders?|tasks?|timers?|alarms?)$/i.test(what)) return { kind: 'all' };
  // "delete it" may mean anything; only "cancel" and "stop" are about what is planned.
  if (/^(?:it|that|this|(?:the )?last one)$/i.test(what)) return /^(?:cancel|stop) /i.test(text) ? { kind: 'it' } : null;
  return /^(?:(?:the|my|that|this) )?(?:last )?(?:reminder|timer|alarm|scheduled task|task)$/i.test(what) ? { kind: 'it' } : null;
};

const pick = (target: Target, list: ToolReply, earlier: readonly ToolReply[]): string[] => {
  const ids = idsIn(list.text);
  if (target.kind === 'all') return ids;
  if (target.kind === 'id') return [target.id];
  if (target.kind === 'number') return ids.slice(target.n - 1, target.n);
  const mine = earlier.filter((r) => r.tool === 'schedule_task' && !r.isError).flatMap((r) => idsIn(r.text));
  return mine
    .filter((id) => ids.includes(id))
    .slice(-1)
    .concat(ids.length === 1 ? ids : [])
    .slice(0, 1);
};

/** Cancels one task, or all: by number in the list, by id, or "it" for the one planned last in this chat. */
export const cancelTask = defineIntent<Target>({
  id: 'cancel-task',
  examples: ['Cancel reminder 1', 'Cancel it', 'Stop the reminder', 'Cancel all reminders'],
  match: ({ text }) => targetOf(text),
  next: (target, [list, ...cancelled], earlier): Move => {
    if (!list) return call('list_tasks', {});
    const chosen = pick(target, list, earlier);
    const id = chosen[cancelled.length];
    if (id !== undefined) return call('cancel_task', { id });
    if (chosen.length > 0)
      return say(`Cancelled:\n${chosen.map((done) => `- ${lineOf(list, done)}`).join('\n')}\n\n${cancelled.at(-1)?.text ?? ''}`.trim());
    const ids = idsIn(list.text);
    if (ids.length === 0) return say('Nothing is planned, so there is nothing to cancel.');
    return say(`Which one? Say “cancel reminder 1” and so on.\n\n${ids.map((each, i) => `${i + 1}. ${lineOf(list, each)}`).join('\n')}`);
  },
});
