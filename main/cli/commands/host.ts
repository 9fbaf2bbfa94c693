import { AppError } from '#contract/errors.ts';
import { renderReason } from '#contract/text/render.ts';
import { type CliCommand, show, text } from '../command.ts';
import { withHost } from '../connection.ts';
import { connectionLine } from '../link-lines.ts';

export const open: CliCommand = {
  name: 'open',
  usage: 'open',
  summary: 'A one-use link for a browser',
  options: {},
  run: ({ env }) =>
    withHost(env.home, async (host) => {
      const { url } = await host.host.openLink();
      show(env, { url }, () => [url]);
      return 0;
    }),
};

export const stop: CliCommand = {
  name: 'stop',
  usage: 'stop',
  summary: 'Stop the running host',
  options: {},
  run: ({ env }) =>
    withHost(env.home, async (host) => {
      const result = await host.host.stop();
      show(env, result, () => ['Stopping. Unfinished work goes on at the next start.']);
      return 0;
    }),
};

export const status: CliCommand = {
  name: 'status',
  usage: 'status',
  summary: 'What runs, waits and is planned',
  options: {},
  run: ({ env }) =>
    withHost(env.home, async (host) => {
      const s = await host.host.status();
      show(env, s, () => [
        `Pynchy ${s.host.version}, process ${s.host.pid}, ${s.host.url ?? 'no address'}, data ${s.host.dataDir}, vault ${s.host.vault}`,
        ...s.host.notices.map((n) => `notice: ${renderReason(n)}`),
        ...s.connections.map((c) => connectionLine(c, Date.now())),
        ...s.sandboxes.map((b) => `sandbox of ${b.workspace}: ${b.version ?? 'none'}, ${b.state} (${b.sentence})`),
        ...s.turns.running.map((t) => `turn ${t.id}: ${t.state}`),
        `messages waiting: ${s.turns.queued}`,
        ...s.tasks.map(
          (t) => `task ${t.id}: ${t.rule}, next ${t.nextAt === null ? 'never' : new Date(t.nextAt).toISOString()}, ${t.prompt}`,
        ),
      ]);
      return 0;
    }),
};

export const doctor: CliCommand = {
  name: 'doctor',
  usage: 'doctor',
  summary: 'Check what a person would check first',
  options: {},
  run: ({ env }) =>
    withHost(env.home, async (host) => {
      const findings = await host.host.doctor();
      show(env, findings, () =>
        findings.map((f) => `${f.ok ? (f.next ? 'look' : 'ok  ') : 'BAD '}  ${f.text}${f.next ? `\n      ${f.next}` : ''}`),
      );
      return findings.every((f) => f.ok) ? 0 : 1;
    }),
};

export const logs: CliCommand = {
  name: 'logs',
  usage: 'logs [--turn ID] [--limit N]',
  summary: 'What happened, newest last',
  options: { turn: { type: 'string' }, limit: { type: 'string' } },
  run: (call) =>
    withHost(call.env.home, async (host) => {
      const turnId = text(call, 'turn');
      const lines = await host.host.logs({ limit: Number(text(call, 'limit') ?? 500), ...(turnId === undefined ? {} : { turnId }) });
      if (lines.length === 0 && turnId !== undefined) throw new AppError('not-found', { what: 'turn', name: turnId });
      if (call.env.json) for (const line of lines) call.env.out(JSON.stringify(line));
      else
        for (const { at, level, scope, text: said, ...rest } of lines)
          call.env.out(
            `${new Date(Number(at)).toISOString()} ${String(level).padEnd(5)} ${String(scope).padEnd(10)} ${String(said)} ${Object.entries(
              rest,
            )
              .map(([k, v]) => `${k}=${typeof v === 'object' ? JSON.stringify(v) : String(v)}`)
              .join(' ')}`,
          );
      return 0;
    }),
};
