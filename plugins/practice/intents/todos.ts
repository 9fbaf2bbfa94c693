import { counted } from '../answer/markdown.ts';
import { rowsOf } from '../answer/run-output.ts';
import { shellWord } from '../answer/shell.ts';
import { call, defineIntent, type Move, say, type ToolReply } from '../intent.ts';
import { unquoted } from './paths.ts';

interface Todo {
  readonly path: string;
  readonly done: boolean;
  readonly text: string;
}

const search = (): Move => call('grep', { pattern: '^- \\[[ xX]\\] ', glob: '**/*.md' });

const todosIn = (reply: ToolReply): Todo[] =>
  reply.text
    .split('\n')
    .flatMap((line) => {
      const hit = /^(.+?):\d+: ?- \[([ xX])\] (.*)$/.exec(line);
      return hit ? [{ path: hit[1] ?? '', done: hit[2] !== ' ', text: (hit[3] ?? '').trim() }] : [];
    })
    // The numbers must mean the same items in the next sentence, whatever order the tool found them in.
    .sort((a, b) => a.path.localeCompare(b.path));

const openIn = (reply: ToolReply): Todo[] => todosIn(reply).filter((todo) => !todo.done);

const numbered = (todos: readonly Todo[]): string => todos.map((todo, i) => `${i + 1}. ${todo.text} (${todo.path})`).join('\n');

/** The open items of all notes, numbered. */
export const showTodos = defineIntent<'show'>({
  id: 'show-todos',
  examples: ['Show my todos', "What's on my todo list?", 'What do I have to do?', 'List open tasks in my notes'],
  match: ({ text }) =>
    /^(?:show|show me|list|read|open|see|give me|what(?:'s| is| are)(?: on| in)?)?(?: ?(?:all|me|my|the|open|current))* ?(?:to-?dos?|to do|to-?do'?s|todo items|open items)(?: (?:list|items|notes))?(?: in (?:my|the) notes)?$/i.test(
      text,
    ) ||
    /^what (?:do i (?:have|need) to do|is (?:still )?(?:open|left to do)|should i do)(?: today)?$/i.test(text) ||
    /^(?:list|show) (?:my |the )?open tasks(?: in my notes)?$/i.test(text)
      ? 'show'
      : null,
  next: (_params, [reply]): Move => {
    if (!reply) return search();
    const open = openIn(reply);
    const done = todosIn(reply).length - open.length;
    if (open.length === 0) return say(`Nothing is open${done > 0 ? `; ${done} done` : ''}.`);
    return say(`${counted(open.length, 'thing')} to do, ${done} done:\n\n${numbered(open)}\n\nSay “tick todo 1” when it is done.`);
  },
});

/** One more line in notes/todo.md. */
export const addTodo = defineIntent<string>({
  id: 'add-todo',
  examples: ['Add a todo: buy stamps', 'Add buy milk to my todo list', 'Todo: call the bank', 'New todo water the garden'],
  match: ({ text }) => {
    const hit =
      /^(?:add|create|make|put|new)(?: (?:a|an|new|the|another))* (?:to-?do|to do|task)(?: item)?(?: to|[:,])? (.+)$/is.exec(text) ??
      /^(?:add|put|write) (.+?) (?:to|on|onto|in) (?:my|the) (?:to-?dos?|to do|tasks?)(?: list)?$/is.exec(text) ??
      /^(?:to-?do|to do)[:,] (.+)$/is.exec(text) ??
      /^(?:remember|don't forget|do not forget|don't let me forget) to (.+)$/is.exec(text);
    const item = unquoted(hit?.[1] ?? '').replace(/\s*\n\s*/g, ' ');
    return item === '' || /^list$/i.test(item) ? null : item;
  },
  next: (item, [reply]): Move => {
    const line = shellWord(`- [ ] ${item}`);
    const count = `printf 'added\\t%s\\t%s\\n' "$(tail -n 1 notes/todo.md)" "$(grep -c '^- \\[ \\]' notes/todo.md)"`;
    if (!reply) return call('run', { command: `mkdir -p notes && printf '%s\\n' ${line} >> notes/todo.md && ${count}` });
    const [added = '', open = '?'] = rowsOf(reply, 'added')[0] ?? [];
    return say(`Added to notes/todo.md: “${added.replace(/^- \[ \] /, '')}”. That file has ${open} open.`);
  },
});

type Choice = { readonly n: number } | { readonly text: string };

const chosen = (choice: Choice, open: readonly Todo[]): readonly Todo[] =>
  'n' in choice ? open.slice(choice.n - 1, choice.n) : open.filter((todo) => todo.text.toLowerCase().includes(choice.text.toLowerCase()));

/** Ticks one open item, by its number or some of its words. */
export const tickTodo = defineIntent<Choice>({
  id: 'tick-todo',
  examples: ['Tick todo 1', 'Mark the todo water the plants as done', 'Check off tomatoes', 'Todo 2 is done'],
  match: ({ text }) => {
    const what =
      /^(?:tick|(?:check|cross|strike|tick) (?:off|out))(?: (?:the|my))?(?: (?:to-?do|to do|item|task|number))?(?: number)? (.+?)(?: (?:off|out|(?:on|off|from) (?:my|the) (?:to-?do )?list))?$/is.exec(
        text,
      )?.[1] ??
      /^(?:mark|set|check|cross) (?:(?:the|my) )?(?:(?:to-?do|to do|item|task|number) )?(.+?) (?:as |off|out)(?:done|finished|complete)?$/is.exec(
        text,
      )?.[1] ??
      /^(?:complete|finish|close|check|mark) (?:the |my )?(?:to-?do|to do|item|task) (?:number )?(.+?)(?: as done)?$/is.exec(text)?.[1] ??
      /^(?:to-?do|item|task) (?:number )?(\d+) (?:is |as )?(?:done|finished|ready)$/i.exec(text)?.[1];
    if (what === undefined) return null;
    return /^#?\d+$/.test(what) ? { n: Number(what.replace('#', '')) } : { text: unquoted(what) };
  },
  next: (choice, [list, edited]): Move => {
    if (!list) return search();
    const open = openIn(list);
    const [todo, another] = chosen(choice, open);
    if (!todo || another) {
      const head = todo ? 'More than one open item fits' : 'No open item fits';
      return say(
        open.length === 0
          ? 'Nothing is open, so there is nothing to tick.'
          : `${head}. Open are:\n\n${numbered(open)}\n\nSay “tick todo 1” and so on.`,
      );
    }
    if (!edited) return call('edit', { path: todo.path, old: `- [ ] ${todo.text}`, new: `- [x] ${todo.text}` });
    return say(`Ticked: “${todo.text}”. The tool says: ${edited.text.trim()}. ${open.length - 1} still open.`);
  },
});
