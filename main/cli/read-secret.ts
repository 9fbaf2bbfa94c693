import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** One secret from standard input: piped, or typed without an echo. Never from an argument, which other processes can read. */
export const readSecret = async (prompt: string): Promise<string> => {
  if (!process.stdin.isTTY) {
    let text = '';
    for await (const chunk of process.stdin) text += chunk;
    return text.trim();
  }
  process.stderr.write(prompt);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await new Promise((resolve) => lines.question('', resolve));
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
};
