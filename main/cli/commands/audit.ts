import type { HostClient } from '#contract/client/connect.ts';
import { type CliCommand, type Invocation, show, text, UsageError } from '../command.ts';
import { withHost } from '../connection.ts';

const filterOf = async (call: Invocation, host: HostClient) => {
  const workspace = text(call, 'workspace');
  const found = workspace === undefined ? null : (await host.workspaces.list()).find(({ name }) => name === workspace);
  if (found === undefined) throw new UsageError(`There is no workspace ${workspace}.`);
  const day = text(call, 'day');
  const from = day === undefined ? null : new Date(`${day}T00:00`);
  if (from && Number.isNaN(from.getTime())) throw new UsageError(`"${day}" is not a day (example: 2026-11-22).`);
  return {
    workspaceId: found?.id ?? null,
    decision: text(call, 'decision') ?? null,
    rule: text(call, 'rule') ?? null,
    actor: text(call, 'actor') ?? null,
    fromMs: from?.getTime() ?? null,
    toMs: from ? new Date(from.getFullYear(), from.getMonth(), from.getDate() + 1).getTime() : null,
  };
};

export const audit: CliCommand = {
  name: 'audit',
  usage: 'audit list|verify|export [--workspace NAME] [--decision D] [--rule R] [--actor A] [--day YYYY-MM-DD] [--limit N] [--csv]',
  summary: 'Decisions, approvals and revealed keys',
  options: {
    workspace: { type: 'string' },
    decision: { type: 'string' },
    rule: { type: 'string' },
    actor: { type: 'string' },
    day: { type: 'string' },
    limit: { type: 'string' },
    csv: { type: 'boolean' },
  },
  run: (call) =>
    withHost(call.env.home, async (host) => {
      const [verb = 'list'] = call.positionals;
      if (verb === 'verify') {
        const result = await host.audit.verify();
        show(call.env, result, () => [result.text]);
        return result.ok ? 0 : 1;
      }
      if (verb !== 'list' && verb !== 'export') throw new UsageError(`There is no "audit ${verb}".`);
      const filter = await filterOf(call, host);
      if (verb === 'export') {
        for await (const piece of await host.audit.export({ filter, format: call.values.csv === true ? 'csv' : 'json' }))
          for (const line of piece.text.split(/\r?\n/).slice(0, -1)) call.env.out(line);
        return 0;
      }
      const rows = await host.audit.list({ filter, limit: Number(text(call, 'limit') ?? 100) });
      show(call.env, rows, () =>
        rows.map((r) => `${r.seq} ${new Date(r.at).toISOString()} ${r.actor} ${r.decision} ${r.rule} ${r.outcome} ${r.detail}`),
      );
      return 0;
    }),
};
