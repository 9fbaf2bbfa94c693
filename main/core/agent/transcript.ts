import { type Attachment, isPicture } from '#contract/model/files.ts';
import type { Message, Step, Turn } from '#contract/model/records.ts';
import type { Block, TranscriptEntry } from '#contract/model/transcript.ts';

export interface TurnContent {
  readonly turn: Turn;
  readonly messages: readonly { readonly message: Message; readonly atOrd: number }[];
  readonly steps: readonly Step[];
}
export interface Conversation {
  /** The part before `turns` in short, when it was compacted. */
  readonly summary: string | null;
  /** What the session before left. */
  readonly handoff: string | null;
  readonly turns: readonly TurnContent[];
  /** Name of a person id, for the label of a message. */
  readonly personName: (id: string | null) => string;
  readonly zone: string;
}

/**
 * What the model is told, from what is stored and from nothing else, so that the same rows give the same bytes (the prompt
 * cache and a restart depend on it). Harness notices with audience `user` never enter.
 */
export const buildTranscript = (c: Conversation): TranscriptEntry[] => {
  const entries: { role: 'user' | 'assistant'; blocks: Block[] }[] = [];
  const add = (role: 'user' | 'assistant', blocks: readonly Block[]): void => {
    if (blocks.length === 0) return;
    const last = entries.at(-1);
    if (last?.role === role) last.blocks.push(...blocks);
    else entries.push({ role, blocks: [...blocks] });
  };
  const timeLabel = timeLabels(c.zone);
  if (c.summary !== null) add('user', [text(`[Summary of the conversation so far, made by the harness]\n${c.summary}`)]);
  if (c.handoff) add('user', [text(`[Handed over from the session before]\n${c.handoff}`)]);

  for (const { turn, messages, steps } of c.turns) {
    const models = steps.filter((s) => s.kind === 'model' && s.state === 'done' && s.reason?.code !== 'summary-call');
    const results = new Map(
      steps.filter((s) => s.kind === 'tool' && s.state !== 'running' && s.state !== 'discarded').map((s) => [s.callId, s]),
    );
    const pending = messages.filter(({ message }) => message.turnId === null || message.turnId === turn.id);
    let next = 0;
    const addMessages = (upToOrd: number): void => {
      for (; next < pending.length && (pending[next]?.atOrd ?? 0) <= upToOrd; next++)
        add('user', messageBlocks(pending[next]?.message as Message, c.personName, timeLabel));
    };
    // A retry took its messages along; what was done for them stays true.
    if (pending.length === 0 && models.length > 0) add('user', [text('[An earlier try at a message that stands further below.]')]);
    for (const model of models) {
      addMessages(model.ord);
      const blocks = model.blocks ?? [];
      add('assistant', blocks);
      const calls = blocks.filter((b) => b.type === 'tool-call');
      // A vendor's API refuses a call without its result, also when the turn ended before it.
      add(
        'user',
        calls.map((call, i) => resultBlock(call.id, results.get(`${model.id}:${i}`), turn)),
      );
    }
    addMessages(Number.MAX_SAFE_INTEGER);
  }
  return entries;
};

const text = (value: string): Block => ({ type: 'text', text: value });

const resultBlock = (id: string, step: Step | undefined, turn: Turn): Block => {
  if (!step)
    return {
      type: 'tool-result',
      id,
      isError: true,
      text: turn.state === 'cancelled' ? 'Not run: the user stopped the turn.' : 'Not run: the turn ended before.',
    };
  if (step.state === 'unknown')
    return {
      type: 'tool-result',
      id,
      isError: true,
      text: `This was cut while it ran: it may or may not have happened. Look before you repeat it.${step.outputHead ? `\n${step.outputHead}` : ''}`,
    };
  return { type: 'tool-result', id, isError: step.state === 'failed', text: step.outputHead ?? '' };
};

const messageBlocks = (m: Message, personName: Conversation['personName'], timeLabel: (ms: number) => string): Block[] => {
  if (m.origin === 'command' && m.command) {
    const outcome = m.command.exitCode === null ? 'it did not finish' : `exit code ${m.command.exitCode}`;
    return [
      text(`[Command run by ${personName(m.personId)} in the sandbox, without you]\n$ ${m.command.line}\n${outcome}\n${m.command.output}`),
    ];
  }
  if (m.origin === 'agent') return [text(`[Posted here by you from another chat]\n${m.text}`)];
  if (m.origin === 'harness') return [text(`[Note of the harness]\n${m.text}`)];
  const label = m.origin === 'task' ? '[Scheduled task, sent automatically, not typed by a person just now' : `[${personName(m.personId)}`;
  const files = m.attachments.map((file) => text(fileLine(file)));
  return [text(`${label} · ${timeLabel(m.sentAt)}]`), ...(m.text === '' ? [] : [text(m.text)]), ...files];
};

// Honest about what a model gets: the file itself is in the workspace only.
const fileLine = ({ path, mime, bytes }: Attachment): string =>
  `[Attached file: ${path} (${mime}, ${bytes} bytes). It lies in the workspace; you are told its path and do not see its content${isPicture(mime) ? ': no picture is shown to you' : ''}. Use your tools when you need it.]`;

/** Makes labels like "2026-11-22 10:03 Europe/Berlin". Made once per conversation: a formatter costs more than all its labels. */
export const timeLabels = (zone: string): ((ms: number) => string) => {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (ms) => `${format.format(ms)} ${zone}`;
};
