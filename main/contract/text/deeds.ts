import { visible } from './visible.ts';

interface Deed {
  readonly does: string;
  /** The first of these arguments that is there says to whom or what. */
  readonly of?: readonly string[];
}
const deeds: Readonly<Record<string, Deed>> = {
  send_message: { does: 'send a message to', of: ['chat', 'to'] },
  send_file: { does: 'send a file to', of: ['chat', 'to'] },
  reply: { does: 'send this answer to', of: ['chat'] },
  run: { does: 'run a command' },
  read: { does: 'read the file', of: ['path'] },
  write: { does: 'write the file', of: ['path'] },
  edit: { does: 'change the file', of: ['path'] },
  glob: { does: 'look for files' },
  grep: { does: 'search in files' },
  web_fetch: { does: 'open', of: ['url'] },
  web_search: { does: 'search the web for', of: ['query'] },
  remember: { does: 'remember something' },
  recall: { does: 'look into what is remembered' },
  forget: { does: 'forget something' },
  schedule_task: { does: 'schedule a task' },
  cancel_task: { does: 'cancel a task' },
  list_tasks: { does: 'list the tasks' },
  process_list: { does: 'list running programs' },
  process_log: { does: 'read what a program printed' },
  process_stop: { does: 'stop a program' },
  ask_user: { does: 'ask a question' },
  request_secret: { does: 'get the secret', of: ['name'] },
  reset_context: { does: 'begin the conversation anew' },
};
const mostSubject = 120;

/** What a call would do, verb first: "send a message to Ann". What the model wrote in it is on one line, and nothing in it is unseen. */
export const deedOf = (tool: string, input: Readonly<Record<string, unknown>>): string => {
  const deed = deeds[tool];
  if (!deed) return `use ${tool}`;
  if (!deed.of) return deed.does;
  const subject = deed.of.map((name) => input[name]).find((value) => typeof value === 'string' && value.trim() !== '');
  if (typeof subject !== 'string') return `use ${tool}`;
  const line = visible(subject).replaceAll(/\s+/g, ' ');
  return `${deed.does} ${line.length > mostSubject ? `${line.slice(0, mostSubject)} …` : line}`;
};

const places: Readonly<Record<string, string>> = {
  desktop: ' in the window',
  browser: ' in the browser',
  cli: ' in the terminal',
  whatsapp: ' on the phone',
};

/** Where an answer was given, to stand behind the verb; empty where that says nothing. */
export const whereText = (surface: string | null): string => places[surface ?? ''] ?? '';

interface Asked {
  /** Of an approval. */
  readonly tool: string | null;
  readonly input: Readonly<Record<string, unknown>> | null;
  readonly questions: readonly { readonly question: string }[];
}

/** What waits for a person, in a line: the deed, or the first question. */
export const askLine = (ask: Asked): string => {
  if (ask.tool !== null) return deedOf(ask.tool, ask.input ?? {}).replace(/^./, (first) => first.toUpperCase());
  const [first, ...more] = ask.questions;
  const line = visible(first?.question ?? '').replaceAll(/\s+/g, ' ');
  return more.length > 0 ? `${line} (and ${more.length} more)` : line;
};
