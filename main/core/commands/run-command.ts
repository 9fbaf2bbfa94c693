import { AppError, isAppError, messageOf } from '#contract/errors.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import type { CommandResult, Message, Person } from '#contract/model/records.ts';
import type { Toolbox } from '#contract/toolbox/toolbox.ts';
import type { Hider } from '../base/hide-values.ts';
import { createKeyedSerial } from '../base/keyed-serial.ts';
import type { Log } from '../base/log.ts';
import { commandHelp } from './help.ts';
import { type Command, recognise } from './recognise.ts';

export interface CommandDeps {
  /** As the person is known now, with the role they have in this chat; null when they are gone. */
  readonly person: (id: string, chatId: string) => Person | null;
  /** For the command of a message: what it may leave in the files is marked before it runs. */
  readonly toolbox: (message: Message, signal: AbortSignal) => Promise<Toolbox>;
  /** Takes the secrets of the chat's workspace out of what a command prints. */
  readonly hider: (chatId: string) => Hider;
  readonly shorten: (text: string) => { text: string; blob: string | null };
  readonly finish: (messageId: string, result: CommandResult) => void;
  readonly fail: (messageId: string, why: Reason, line: string) => void;
  /** What came of it, for the phone that it was typed on. Must not throw. */
  readonly ended: (message: Message, outcome: CommandResult | Reason) => void;
  /** A line of the harness in the chat of a command, for the user only. */
  readonly tell: (message: Message, why: Reason) => Promise<void>;
  /** False when nothing runs. May throw AppError not-allowed, as the ones below. */
  readonly stop: (chatId: string, person: Person) => Promise<boolean>;
  readonly reset: (chatId: string, person: Person) => Promise<void>;
  readonly undoReset: (chatId: string) => void;
  /** False when what became of the request is said in this chat anyway. */
  readonly answer: (message: Message, id: string, decision: 'approve' | 'deny', person: Person) => boolean;
  /** `approve` or `deny` alone: null when it answered a question that waits there, else how a request is answered. */
  readonly bare: (message: Message, person: Person, decision: 'approve' | 'deny') => Reason | null;
  /** The text answers a question that waits there, or the one with this code. */
  readonly reply: (message: Message, person: Person, named: { readonly id: string; readonly text: string } | null) => void;
  /** The requests that this person may answer, a line each. */
  readonly pending: (person: Person, chatId: string) => string;
  readonly status: (message: Message) => Reason;
  /** Chats of linked numbers: lists, opens or closes one. May throw AppError admin-chat-only, chat-… */
  readonly chats: (message: Message, person: Person, command: Extract<Command, { kind: 'chats' } | { which: string }>) => Reason;
  /** Secrets for commands, for owners; says what came of it. May throw AppError secret-…, vault-locked. */
  readonly env: (message: Message, person: Person, command: Extract<Command, { kind: 'env' }>) => Promise<void>;
  /** The emergency stop and its release, for owners. The answer goes out although everything is held. */
  readonly emergency: (
    message: Message,
    person: Person,
    command: Extract<Command, { kind: 'stop-everything' | 'release' }>,
  ) => Promise<void>;
  readonly live: (chatId: string, messageId: string, text: string) => void;
  /** Once, in a few seconds; not when the host stops before. */
  readonly later: (run: () => void) => void;
  readonly signal: AbortSignal;
  readonly log: Log;
}

const shellTimeoutMs = 120_000;

/** Carries out stored commands, one after the other in each chat, whether or not a turn runs there. Never throws. */
export const createCommands = (deps: CommandDeps) => {
  const inOrder = createKeyedSerial();
  const running = new Map<string, { chatId: string; personId: string | null; abort: AbortController }>();

  const shell = async (message: Message, line: string): Promise<CommandResult> => {
    let output = '';
    const abort = new AbortController();
    const signal = AbortSignal.any([deps.signal, abort.signal]);
    running.set(message.id, { chatId: message.chatId, personId: message.personId, abort });
    try {
      const toolbox = await deps.toolbox(message, signal);
      // Not before: a value may come while the sandbox starts.
      const shown = deps.hider(message.chatId).stream();
      const result = await toolbox.exec(
        { callId: message.id, command: line, timeoutMs: shellTimeoutMs },
        (_, text) => {
          const clean = shown.push(text);
          output += clean;
          if (clean !== '') deps.live(message.chatId, message.id, clean);
        },
        signal,
      );
      const end =
        result.ended === 'timeout' ? `\n[stopped after ${shellTimeoutMs / 1000} s]` : result.ended === 'exit' ? '' : `\n[${result.ended}]`;
      const { text, blob } = deps.shorten(output + shown.end());
      return { line, exitCode: result.exitCode, output: text + end, outputBlob: blob };
    } finally {
      running.delete(message.id);
    }
  };
  const stopIn = (chatId: string, person: Person): boolean => {
    const mine = [...running.values()].filter((r) => r.chatId === chatId && (person.role === 'owner' || r.personId === person.id));
    for (const { abort } of mine) abort.abort(new Error('stopped by the user'));
    return mine.length > 0;
  };

  // Between the message and this moment they may have been removed.
  const allowed = (message: Message): Person => {
    const person = message.personId === null ? null : deps.person(message.personId, message.chatId);
    if (!person || person.role === 'unknown') throw new AppError('not-allowed');
    return person;
  };

  const other = async (message: Message, person: Person, command: Exclude<Command, { kind: 'shell' }> | null): Promise<void> => {
    // It was taken as an answer when it was stored.
    if (command === null) return deps.reply(message, person, null);
    switch (command.kind) {
      case 'reset':
        await deps.reset(message.chatId, person);
        return deps.tell(message, reason('session-reset'));
      case 'undo-reset':
        deps.undoReset(message.chatId);
        return deps.tell(message, reason('session-restored'));
      case 'stop': {
        const cut = stopIn(message.chatId, person);
        if (!(await deps.stop(message.chatId, person)) && !cut) await deps.tell(message, reason('nothing-runs'));
        return;
      }
      case 'answer':
        if (!deps.answer(message, command.id, command.decision, person)) return;
        return deps.tell(message, reason(command.decision === 'approve' ? 'approved' : 'denied-by-you', { id: command.id }));
      case 'answer-bare': {
        const how = deps.bare(message, person, command.decision);
        return how === null ? undefined : deps.tell(message, how);
      }
      case 'answer-text':
        return deps.reply(message, person, command);
      case 'pending':
        return deps.tell(message, reason('pending-list', { list: deps.pending(person, message.chatId) }));
      case 'status':
        return deps.tell(message, deps.status(message));
      case 'help':
        return deps.tell(message, reason('command-help', { list: commandHelp }));
      case 'env':
        return deps.env(message, person, command);
      case 'stop-everything':
      case 'release':
        return deps.emergency(message, person, command);
      case 'chats':
      case 'open':
      case 'close':
        return deps.tell(message, deps.chats(message, person, command));
    }
  };

  const outcome = async (message: Message, command: Command | null): Promise<() => void> => {
    const line = command?.kind === 'shell' ? command.line : message.text.trim();
    try {
      const person = allowed(message);
      const result =
        command?.kind === 'shell'
          ? await shell(message, command.line)
          : await other(message, person, command).then(() => ({ line, exitCode: 0, output: '', outputBlob: null }));
      return () => {
        deps.finish(message.id, result);
        if (command?.kind === 'shell') deps.ended(message, result);
      };
    } catch (error) {
      deps.log('warn', 'command failed', { messageId: message.id, chatId: message.chatId, error: messageOf(error) });
      const why = whyOf(error);
      return () => {
        deps.fail(message.id, why, line);
        deps.ended(message, why);
      };
    }
  };
  // A command can fill the disk on which its own outcome has to be stored.
  const settle = (message: Message, store: () => void): void => {
    try {
      store();
    } catch (error) {
      deps.log('error', 'the outcome of a command could not be stored yet', { messageId: message.id, error: messageOf(error) });
      deps.later(() => settle(message, store));
    }
  };

  return {
    /** Ends a running shell command; false when it does not run. */
    stop(messageId: string): boolean {
      const entry = running.get(messageId);
      entry?.abort.abort(new Error('stopped by the user'));
      return entry !== undefined;
    },
    /** Ends all running shell commands. */
    stopAll(): void {
      for (const { abort } of running.values()) abort.abort(new Error('everything was stopped'));
    },
    run(message: Message): void {
      const command = recognise(message.text, true, true);
      // Stop and answers must not queue behind a long shell command.
      const isUrgent = command?.kind === 'stop-everything' || command?.kind === 'release';
      const key = isUrgent ? `${message.chatId}:urgent` : command?.kind === 'shell' ? `${message.chatId}:shell` : `${message.chatId}:other`;
      void inOrder(key, async () => settle(message, await outcome(message, command)));
    },
  };
};

// A sandbox that does not start says why; the sentence for that is the useful one.
const whyOf = (error: unknown): Reason => {
  if (!isAppError(error)) return reason('command-failed');
  const code = String(error.data.reason ?? error.code);
  return reason(code === 'emergency-stop' ? 'command-while-stopped' : code, error.data);
};
