import { randomUUID } from 'node:crypto';
import type { HostClient } from '#contract/client/connect.ts';
import { AppError } from '#contract/errors.ts';
import { pynchyCommand } from '#contract/text/pynchy-command.ts';
import { renderReason } from '#contract/text/render.ts';
import type { StepView, TurnView } from '#contract/ui/views.ts';
import { type CliCommand, duration, need, show, text } from '../command.ts';
import { withHost } from '../connection.ts';

const final = new Set(['answered', 'failed', 'ignored']);
const defaultWait = '10m';

interface Sent {
  readonly messageId: string;
  readonly turnId: string | null;
  readonly state: string;
  readonly reply: string | null;
  readonly steps: readonly object[];
}

export const send: CliCommand = {
  name: 'send',
  usage: 'send TEXT [--workspace NAME] [--wait] [--timeout 60s]',
  summary: 'Say something in the terminal chat of a workspace',
  options: { workspace: { type: 'string' }, wait: { type: 'boolean' }, timeout: { type: 'string' } },
  run: (call) =>
    withHost(call.env.home, async (host) => {
      const said = need(call.positionals.join(' ').trim() || undefined, 'TEXT');
      const chat = await host.chats.open({ workspace: text(call, 'workspace') ?? 'home', surface: 'cli' });
      const { messageId } = await host.messages.send({ chatId: chat.id, text: said, clientId: randomUUID() });
      if (!call.values.wait) {
        const now = await host.messages.turnOf({ messageId });
        show(call.env, { messageId, turnId: now.turn?.id ?? null, state: now.messageState, reply: null, steps: [] }, () => [
          `sent (${messageId})`,
        ]);
        return 0;
      }
      const waitText = text(call, 'timeout') ?? defaultWait;
      const sent = await waitFor(host, messageId, duration(waitText), waitText);
      show(call.env, sent.result, () => sent.lines);
      return sent.failed ? 1 : 0;
    }),
};

// Events say when to look; what is looked at is the stored truth.
const waitFor = async (
  host: HostClient,
  messageId: string,
  timeoutMs: number,
  waitText: string,
): Promise<{ result: Sent; lines: string[]; failed: boolean }> => {
  const deadline = AbortSignal.timeout(timeoutMs);
  try {
    const events = await host.host.watch({ since: null }, { signal: deadline });
    for await (const event of events) {
      if (event.type === 'delta' || (event.type === 'event' && event.topic !== 'turn' && event.topic !== 'message')) continue;
      const { messageState, turn, reply, reason } = await host.messages.turnOf({ messageId }, { signal: deadline });
      if (!final.has(messageState) && turn?.state !== 'waiting') continue;
      const state = turn?.state ?? (messageState === 'answered' ? 'done' : messageState);
      const why = turn?.reason ?? reason;
      const result: Sent = { messageId, turnId: turn?.id ?? null, state, reply, steps: turn ? stepsOf(turn) : [] };
      const failed = state === 'failed' || state === 'cancelled';
      return {
        result,
        failed,
        lines: [
          reply ?? '',
          ...(turn ? noticesOf(turn) : []),
          ...(why && state !== 'done' ? [renderReason(why)] : []),
          ...(state === 'waiting' && turn?.wait === 'ask' ? await asksOf(host, turn.id) : []),
        ].filter((line) => line !== ''),
      };
    }
  } catch (error) {
    if (!deadline.aborted) throw error;
  }
  throw new AppError('timeout', { seconds: waitText });
};

// Who answered in place of whom, and how much of a limit is used: what a window shows beside the answer.
const noticesOf = ({ steps }: TurnView): string[] =>
  steps.flatMap(({ kind, reason }) =>
    kind === 'notice' && reason && /^(account-fallback|budget-)/.test(reason.code) ? [`(${renderReason(reason)})`] : [],
  );

// What it waits for, and the words that answer it.
const asksOf = async (host: HostClient, turnId: string): Promise<string[]> =>
  (await host.asks.list({}))
    .filter((ask) => ask.turnId === turnId)
    .map((ask) =>
      ask.kind === 'approval'
        ? `Waits for you: ${ask.tool} ${JSON.stringify(ask.input)}\n  ${pynchyCommand()} approvals approve ${ask.shortId}   (or: deny ${ask.shortId})`
        : `Asks you: ${ask.questions.map((q) => q.question).join(' / ')}\n  ${pynchyCommand()} approvals answer ${ask.shortId} "your answer"`,
    );

const stepsOf = (turn: TurnView): object[] => turn.steps.filter((s) => s.state !== 'discarded').flatMap((s) => stepOf(s) ?? []);
const stepOf = (s: StepView): object | null => {
  if (s.kind === 'tool' && s.tool)
    return {
      type: 'tool',
      name: s.tool.name,
      input: s.tool.input,
      output: s.tool.output,
      ...(s.tool.exitCode === null ? {} : { exitCode: s.tool.exitCode }),
      ...(s.state === 'done' ? {} : { state: s.state }),
    };
  if (s.kind === 'text' || s.kind === 'thinking' || s.kind === 'summary') return { type: s.kind, output: s.text };
  if (s.kind === 'notice' && s.reason) return { type: 'notice', name: s.reason.code, output: renderReason(s.reason) };
  return null;
};
