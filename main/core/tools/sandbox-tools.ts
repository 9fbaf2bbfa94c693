import { z } from 'zod';
import { isPicture } from '#contract/model/files.ts';
import { plainLine } from '../base/plain-text.ts';
import { checkSecrets, secretsFor } from './command-secrets.ts';
import { defineTool } from './define.ts';
import { commandFlows, privateFiles, type SandboxToolDeps, workIn } from './in-sandbox.ts';
import { changeFrom, contentBefore } from './kept-content.ts';
import { lookAt } from './look-at.ts';
import { shorten } from './output.ts';
import { startInBackground } from './process-tools.ts';
import { type AgentTool, noFlows } from './tool.ts';

const path = z.string().min(1).max(4096).describe('Path inside the workspace, e.g. notes/todo.md');
const maxFileBytes = 1_000_000;

const runInput = z.object({
  command: z.string().min(1).max(100_000),
  timeout_s: z.number().int().min(1).max(3600).default(120),
  background: z.boolean().default(false).describe('Do not wait for it: for servers and long work. Then process_log reads its output.'),
  secrets: z
    .array(z.string().min(1).max(64))
    .min(1)
    .max(10)
    .optional()
    .describe('Names of secrets that the command finds in its environment. request_secret asks the owner for one.'),
});
type RunInput = z.infer<typeof runInput>;

/** Shell and files. They reach the workspace only through the toolbox, so its sandbox is the boundary. */
export const sandboxTools = (deps: SandboxToolDeps): AgentTool[] => {
  const inSandbox = workIn(deps);
  return [
    defineTool({
      name: 'run',
      description:
        'Run a shell command in the workspace folder (/workspace). The network is closed unless the owner opened it. Output and exit code come back.',
      schema: runInput,
      resolve: (input, { workspace }) => checkSecrets(deps, input, workspace.id),
      tier: (input: RunInput, { workspace }) => (input.secrets && deps.isNetworked(workspace.id) ? 'external' : 'write'),
      secretsIn: (input: RunInput) => input.secrets ?? [],
      flows: commandFlows(deps),
      effect: 'once',
      readsFiles: true,
      writesFiles: true,
      run: (input, context, signal) =>
        inSandbox(context, signal, async (toolbox) => {
          if (input.background) return startInBackground(toolbox, input.command, signal);
          const env = secretsFor(deps, input.secrets, context);
          if (!env.ok) return env;
          let output = '';
          const result = await toolbox.exec(
            { callId: context.callId, command: input.command, timeoutMs: input.timeout_s * 1000, env: env.env },
            (_, text) => {
              output += text;
              context.output(text);
            },
            signal,
          );
          const head =
            result.ended === 'exit'
              ? `exit code ${result.exitCode}`
              : result.ended === 'timeout'
                ? `time-out after ${input.timeout_s} s`
                : result.ended === 'signal'
                  ? `ended by signal ${plainLine(result.signal ?? '', 20)}`
                  : 'cancelled';
          const dropped = result.droppedBytes > 0 ? `\n[${result.droppedBytes} bytes more were printed and dropped]` : '';
          const { text, blob } = shorten(context.hide(output + dropped), deps.blobs);
          return {
            ok: result.ended === 'exit',
            head,
            text,
            source: { what: 'Output of a command' },
            exitCode: result.exitCode,
            outputBlob: blob,
            // Nobody can say how far a cut command came.
            unknown: !result.clean || result.ended === 'cancelled',
          };
        }),
    }),
    defineTool({
      name: 'read',
      description: 'Read a text file of the workspace, or look at a picture (PNG, JPEG, GIF, WebP).',
      schema: z.object({ path, offset: z.number().int().min(0).default(0).describe('Byte to start at') }),
      tier: 'read',
      flows: privateFiles,
      effect: 'none',
      readsFiles: true,
      run: (input, context, signal) =>
        inSandbox(context, signal, async (toolbox) => {
          const file = await toolbox.readFile(input.path, { maxBytes: maxFileBytes, offset: input.offset }, signal);
          const mime = deps.mimeOf(file.data);
          if (isPicture(mime) && input.offset === 0) return lookAt(deps, toolbox, { path: input.path, mime, size: file.size }, signal);
          if (file.data.subarray(0, 8000).includes(0)) return { ok: false, text: `${input.path} is not a text file (${file.size} bytes).` };
          const { text, blob } = shorten(context.hide(Buffer.from(file.data).toString('utf8')), deps.blobs);
          const end = input.offset + file.data.length;
          return {
            ok: true,
            text: end < file.size ? `${text}\n[${file.size - end} bytes more; read on with offset ${end}]` : text,
            source: { what: 'Content of a file of this workspace' },
            outputBlob: blob,
          };
        }),
    }),
    defineTool({
      name: 'write',
      description: 'Create or replace a file of the workspace.',
      schema: z.object({ path, content: z.string().max(2_000_000) }),
      tier: 'write',
      flows: noFlows,
      effect: 'idempotent',
      writesFiles: true,
      run: (input, context, signal) =>
        inSandbox(context, signal, async (toolbox) => {
          const data = Buffer.from(input.content);
          const before = await contentBefore(toolbox, input.path, signal);
          const { created, hash } = await toolbox.writeFile(input.path, data, {}, signal);
          const text = `${created ? 'created' : 'replaced'} ${input.path} (${data.length} bytes)`;
          // Changed by somebody else in between: what it was is not known.
          if (before === 'unknown' || (before === null) !== created) return { ok: true, text };
          return { ok: true, text, change: changeFrom(deps.blobs, input.path, before, hash) };
        }),
    }),
    defineTool({
      name: 'edit',
      description: 'Replace a text that stands exactly once in a file (or everywhere with all=true).',
      schema: z.object({ path, old: z.string().min(1).max(500_000), new: z.string().max(500_000), all: z.boolean().default(false) }),
      tier: 'write',
      flows: privateFiles,
      effect: 'once',
      readsFiles: true,
      writesFiles: true,
      run: (input, context, signal) =>
        inSandbox(context, signal, async (toolbox) => {
          const file = await toolbox.readFile(input.path, { maxBytes: 20_000_000 }, signal);
          if (file.size > file.data.length) return { ok: false, text: `${input.path} is too large to edit (${file.size} bytes).` };
          const before = Buffer.from(file.data).toString('utf8');
          const places = before.split(input.old).length - 1;
          if (places === 0) return { ok: false, text: `The text to replace does not stand in ${input.path}.` };
          if (places > 1 && !input.all)
            return { ok: false, text: `The text to replace stands ${places} times in ${input.path}; give more of it, or all=true.` };
          const after = before.replaceAll(input.old, () => input.new);
          const { hash } = await toolbox.writeFile(input.path, Buffer.from(after), { expectHash: file.hash }, signal);
          const text = `changed ${places} ${places === 1 ? 'place' : 'places'} in ${input.path}`;
          return { ok: true, text, change: changeFrom(deps.blobs, input.path, file.data, hash) };
        }),
    }),
    defineTool({
      name: 'glob',
      description: 'Find files by pattern, e.g. **/*.md; newest first.',
      schema: z.object({ pattern: z.string().min(1).max(1000) }),
      tier: 'read',
      flows: privateFiles,
      effect: 'none',
      readsFiles: true,
      run: (input, context, signal) =>
        inSandbox(context, signal, async (toolbox) => {
          const { paths, truncated } = await toolbox.glob(input.pattern, { limit: 500 }, signal);
          if (paths.length === 0) return { ok: true, text: 'no files match' };
          return {
            ok: true,
            text: paths.join('\n') + (truncated ? '\n[more files match]' : ''),
            source: { what: 'Names of files of this workspace' },
          };
        }),
    }),
    defineTool({
      name: 'grep',
      description: 'Search the text of files by regular expression.',
      schema: z.object({
        pattern: z.string().min(1).max(1000),
        glob: z.string().max(1000).optional(),
        ignore_case: z.boolean().default(false),
      }),
      tier: 'read',
      flows: privateFiles,
      effect: 'none',
      readsFiles: true,
      run: (input, context, signal) =>
        inSandbox(context, signal, async (toolbox) => {
          const { matches, truncated } = await toolbox.grep(
            input.pattern,
            { ignoreCase: input.ignore_case, limit: 300, ...(input.glob === undefined ? {} : { glob: input.glob }) },
            signal,
          );
          if (matches.length === 0) return { ok: true, text: 'no matches' };
          const { text, blob } = shorten(
            context.hide(matches.map((m) => `${m.path}:${m.line}: ${m.text}`).join('\n')) + (truncated ? '\n[more lines match]' : ''),
            deps.blobs,
          );
          return { ok: true, text, outputBlob: blob, source: { what: 'Lines of files of this workspace' } };
        }),
    }),
  ];
};
