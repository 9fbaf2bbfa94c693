import { reason } from '#contract/model/reason.ts';
import { renderReason } from '#contract/text/render.ts';
import { exportAudit } from '../services/audit-export.ts';
import type { AuditFinding } from '../store/audit-verify.ts';
import type { Base } from './api.ts';
import type { ApiDeps } from './ports.ts';

export const auditRoutes = (os: Base, { reader, store }: ApiDeps) => {
  // "person:ID", "agent:ID" or the name of a part of the host.
  const actorOf = (actor: string): { actor: string; by: 'person' | 'agent' | 'host'; who: string | null } => {
    const [kind, id = ''] = actor.split(':');
    const by = kind === 'person' || kind === 'agent' ? kind : 'host';
    return { actor, by, who: by === 'host' ? null : (store.people.get(id)?.name ?? null) };
  };
  return {
    list: os.audit.list.handler(async ({ input }) => (await reader.auditRows(input)).map((row) => ({ ...row, ...actorOf(row.actor) }))),
    choices: os.audit.choices.handler(async () => {
      const { actors, ...codes } = await reader.auditChoices();
      return { ...codes, actors: actors.map(actorOf) };
    }),
    export: os.audit.export.handler(({ input, signal }) => exportAudit(reader, input, signal ?? new AbortController().signal)),
    verify: os.audit.verify.handler(async () => {
      const { rows, findings } = await reader.verifyAudit();
      const problems = findings.map(inWords);
      const text = problems.join('\n') || renderReason(reason('audit-whole', { rows: rows.toLocaleString('en') }));
      return { ok: problems.length === 0, rows, text, problems };
    }),
  };
};

const inWords = ({ code, seq, to, was = 0 }: AuditFinding): string =>
  renderReason(reason(code, { seq, was, rows: seq === to ? `Row ${seq}` : `Rows ${seq} to ${to}` }));
