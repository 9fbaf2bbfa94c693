import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelProvider, TranscriptEntry } from '#plugin-api';
import { plugin as anthropic } from '../../../plugins/anthropic/index.ts';
import { plugin as openai } from '../../../plugins/openai-compatible/index.ts';
import { commandIn } from '../../sim/models/scripted-assistant.ts';
import { accountAt, activate, collect, never, requestOf } from './under-test.ts';

const tools = [
  { name: 'run', description: 'Runs.', input: { type: 'object', properties: { cmd: { type: 'string' } }, required: ['cmd'] } },
];
const says = (text: string): TranscriptEntry => ({ role: 'user', blocks: [{ type: 'text', text }] });

describe('the simulator as a program', () => {
  let program: ChildProcess;
  let urls: { url: string; anthropicBaseUrl: string; openaiBaseUrl: string };
  beforeAll(async () => {
    const script = new URL('../../sim/models/run.ts', import.meta.url).pathname;
    program = spawn(process.execPath, [script, '--port', '0', '--word-ms', '1'], { stdio: ['ignore', 'pipe', 'inherit'] });
    if (!program.stdout) throw new Error('no output');
    const [line] = (await once(createInterface(program.stdout), 'line')) as [string];
    urls = JSON.parse(line) as typeof urls;
  });
  afterAll(async () => {
    const gone = once(program, 'exit');
    program.kill('SIGTERM');
    await gone;
  });

  describe.each([
    { name: 'anthropic', plugin: anthropic, base: () => urls.anthropicBaseUrl },
    { name: 'openai', plugin: openai, base: () => urls.openaiBaseUrl },
  ])('over the API of $name', ({ plugin, base }) => {
    let provider: ModelProvider;
    beforeAll(async () => {
      provider = await activate(plugin);
    });

    it('answers word by word', async () => {
      const { events, text } = await collect(provider.stream(accountAt(base()), requestOf({ transcript: [says('good morning')] }), never));
      expect(text).toBe('I am a scripted model. You said: good morning');
      expect(events.filter(({ type }) => type === 'text')).toHaveLength(9);
    });

    it('runs the command of a message with the tool as it is declared, and answers from its output', async () => {
      const first = await collect(
        provider.stream(accountAt(base()), requestOf({ tools, transcript: [says('please run `ls -a`')] }), never),
      );
      const call = first.events.find((event) => event.type === 'tool');
      expect(call).toMatchObject({ name: 'run', inputJson: '{"cmd":"ls -a"}' });
      const transcript: TranscriptEntry[] = [
        says('please run `ls -a`'),
        { role: 'assistant', blocks: [{ type: 'tool-call', id: call?.id ?? '', name: 'run', input: { cmd: 'ls -a' } }] },
        { role: 'user', blocks: [{ type: 'tool-result', id: call?.id ?? '', text: 'secret-file.txt', isError: false }] },
      ];
      const second = await collect(provider.stream(accountAt(base()), requestOf({ tools, transcript }), never));
      expect(second.text).toContain('secret-file.txt');
      expect(second.end.stop).toBe('done');
    });
  });
});

describe('the scripted assistant', () => {
  it.each([
    ['run `ls`', 'ls'],
    ['do this:\n```sh\necho 1\necho 2\n```', 'echo 1\necho 2'],
    ["please run 'pwd' now", 'pwd'],
    ['what is "love"?', null],
  ])('finds in %j the command %j', (text, command) => {
    expect(commandIn(text)).toBe(command);
  });
});
