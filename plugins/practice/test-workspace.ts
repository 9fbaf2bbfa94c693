import { execFile } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Block, JsonObject, ModelEvent, TranscriptEntry } from '#plugin-api';
import { createPracticeProvider } from './provider.ts';
import { requestFor } from './test-request.ts';

export interface ToolAnswer {
  readonly text: string;
  readonly isError?: boolean;
}
/** Answers a tool call by script; undefined leaves it to the real files and shell. */
export type Scripted = (tool: string, input: JsonObject) => ToolAnswer | undefined;

/** What one sentence led to. */
export interface Told {
  readonly calls: readonly { readonly tool: string; readonly input: JsonObject; readonly answer: ToolAnswer }[];
  /** Everything that was said, and the last part alone. */
  readonly said: string;
  readonly final: string;
}

/** A temporary workspace with the samples, a real shell, and a small loop that drives Practice in it. */
export interface TestWorkspace {
  readonly dir: string;
  readonly transcript: TranscriptEntry[];
  tell(text: string, options?: { readonly scripted?: Scripted; readonly tools?: readonly string[] }): Promise<Told>;
  [Symbol.dispose](): void;
}

const shell = (command: string, cwd: string): Promise<ToolAnswer> =>
  new Promise((resolve) => {
    execFile('sh', ['-c', `exec 2>&1\n${command}`], { cwd }, (error, stdout) => {
      resolve({ text: `exit code ${typeof error?.code === 'number' ? error.code : 0}\n${stdout}` });
    });
  });

const str = (input: JsonObject, name: string): string => {
  const value = input[name];
  return typeof value === 'string' ? value : '';
};

const write = (file: string, path: string, content: string): ToolAnswer => {
  const verb = existsSync(file) ? 'replaced' : 'created';
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return { text: `${verb} ${path} (${Buffer.byteLength(content)} bytes)` };
};

const edit = (file: string, path: string, input: JsonObject): ToolAnswer => {
  const parts = readFileSync(file, 'utf8').split(str(input, 'old'));
  if (parts.length !== 2) return { text: `the text occurs ${parts.length - 1} times in ${path}`, isError: true };
  writeFileSync(file, parts.join(str(input, 'new')));
  return { text: `changed 1 place in ${path}` };
};

const filesIn = (cwd: string, pattern: string): string[] =>
  globSync(pattern, { cwd })
    .filter((p) => statSync(join(cwd, p)).isFile())
    .sort();

const grep = (cwd: string, input: JsonObject): ToolAnswer => {
  const wanted = new RegExp(str(input, 'pattern'));
  const hits = filesIn(cwd, str(input, 'glob') || '**/*').flatMap((path) =>
    readFileSync(join(cwd, path), 'utf8')
      .split('\n')
      .flatMap((line, i) => (wanted.test(line) ? [`${path}:${i + 1}: ${line}`] : [])),
  );
  return { text: hits.join('\n') || 'no matches' };
};

const realTool = async (cwd: string, tool: string, input: JsonObject): Promise<ToolAnswer> => {
  const path = str(input, 'path');
  const file = join(cwd, path);
  if (tool === 'run') return await shell(str(input, 'command'), cwd);
  if (tool === 'write') return write(file, path, str(input, 'content'));
  if (tool === 'glob') return { text: filesIn(cwd, str(input, 'pattern')).join('\n') || 'no files match' };
  if (tool === 'grep') return grep(cwd, input);
  if (!existsSync(file)) return { text: `no such file: ${path}`, isError: true };
  return tool === 'edit' ? edit(file, path, input) : { text: readFileSync(file, 'utf8') };
};

export const createTestWorkspace = (): TestWorkspace => {
  const dir = mkdtempSync(join(tmpdir(), 'practice-'));
  cpSync(new URL('../../resources/samples', import.meta.url).pathname, join(dir, 'samples'), { recursive: true });
  const provider = createPracticeProvider(() => new Date(2026, 2, 20, 10, 30));
  const transcript: TranscriptEntry[] = [];
  const account = { accountId: 'a', baseUrl: '', key: null };

  const modelCall = async (tools?: readonly string[]): Promise<ModelEvent[]> => {
    const events: ModelEvent[] = [];
    for await (const event of provider.stream(account, requestFor(transcript, tools), new AbortController().signal)) events.push(event);
    return events;
  };

  return {
    dir,
    transcript,
    async tell(text, { scripted, tools } = {}) {
      const calls: { tool: string; input: JsonObject; answer: ToolAnswer }[] = [];
      let said = '';
      let next: Block[] = [{ type: 'text', text }];
      for (;;) {
        transcript.push({ role: 'user', blocks: next });
        const events = await modelCall(tools);
        const final = events.flatMap((e) => (e.type === 'text' ? [e.delta] : [])).join('');
        const wanted = events.flatMap((e) =>
          e.type === 'tool' ? [{ id: e.id, tool: e.name, input: JSON.parse(e.inputJson) as JsonObject }] : [],
        );
        said += `${final}\n`;
        transcript.push({
          role: 'assistant',
          blocks: [
            { type: 'text', text: final },
            ...wanted.map(({ id, tool, input }): Block => ({ type: 'tool-call', id, name: tool, input })),
          ],
        });
        if (wanted.length === 0) return { calls, said, final };
        const results: Block[] = [];
        for (const { id, tool, input } of wanted) {
          const answer = scripted?.(tool, input) ?? (await realTool(dir, tool, input));
          calls.push({ tool, input, answer });
          results.push({ type: 'tool-result', id, text: answer.text, isError: answer.isError ?? false });
        }
        next = results;
      }
    },
    [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }),
  };
};
