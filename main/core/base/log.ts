import { closeSync, existsSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import type { Redactor } from './redaction.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
/** `data` carries ids (turnId, chatId, messageId …) and numbers, never a message's text. */
export type Log = (level: LogLevel, text: string, data?: object) => void;
export interface LogFile {
  /** A logger whose lines carry `scope` (the room's name). */
  scope(scope: string): Log;
  /** Each line as it is written, secrets taken out; returns how to stop. */
  onLine(listener: (line: string) => void): () => void;
  close(): void;
}

const fileBytes = 10 * 1024 * 1024;
const filesKept = 9;

/**
 * JSON lines in `<dir>/host.log`, rotated to host.1.log … host.9.log, at most 100 MB in all. Written synchronously, so that
 * a killed process leaves no gap. A full disk must not stop the host: such lines go to stderr.
 */
export const openLogFile = (dir: string, redactor: Redactor, level: LogLevel = 'debug'): LogFile => {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = join(dir, 'host.log');
  // null after a fault: the number of a closed file may belong to another one by now.
  let fd: number | null = null;
  let size = 0;
  const open = (): number => {
    fd ??= openSync(file, 'a', 0o600);
    size = fstatSync(fd).size;
    return fd;
  };
  const shut = (): void => {
    const closing = fd;
    fd = null;
    if (closing !== null) closeSync(closing);
  };
  open();

  const rotate = (): void => {
    shut();
    rmSync(join(dir, `host.${filesKept}.log`), { force: true });
    for (let n = filesKept - 1; n >= 1; n--) {
      const from = join(dir, `host.${n}.log`);
      if (existsSync(from)) renameSync(from, join(dir, `host.${n + 1}.log`));
    }
    renameSync(file, join(dir, 'host.1.log'));
    open();
  };
  const listeners = new Set<(line: string) => void>();
  const write = (line: string): void => {
    const cleaned = redactor.clean(line);
    const bytes = Buffer.from(cleaned);
    for (const listener of listeners) listener(cleaned.trimEnd());
    try {
      if (size + bytes.length > fileBytes) rotate();
      writeSync(fd ?? open(), bytes);
      size += bytes.length;
    } catch {
      process.stderr.write(bytes);
    }
  };
  const root = pino(
    { level, base: null, timestamp: () => `,"at":${Date.now()}`, messageKey: 'text', formatters: { level: (label) => ({ level: label }) } },
    { write },
  );
  return {
    scope: (scope) => {
      const child = root.child({ scope });
      return (lvl, text, data) => child[lvl](data ?? {}, text);
    },
    onLine(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: shut,
  };
};
