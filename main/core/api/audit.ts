import { reason } from '#contract/model/reason.ts';
import { deedOf, whereText } from '#contract/text/deeds.ts';
import { renderReason } from '#contract/text/render.ts';
import { visible } from '#contract/text/visible.ts';
import { anyOwnRule } from '#contract/ui/domains/audit.ts';
import { exportAudit } from '../services/audit-export.ts';
import type { AuditFinding } from '../store/audit-verify.ts';
import type { PlacedAuditRow } from '../store/views/audit-places.ts';
import type { Base } from './api.ts';
import type { ApiDeps } from './ports.ts';

export const auditRoutes = (os: Base, { reader, store, rules }: ApiDeps) => {
  // "person:ID", "agent:ID" or the name of a part of the host.
  const actorOf = (actor: string): { actor: string; by: 'person' | 'agent' | 'host'; who: string | null } => {
    const [kind, id = ''] = actor.split(':');
    const by = kind === 'person' || kind === 'agent' ? kind : 'host';
    return { actor, by, who: by === 'host' ? null : (store.people.get(id)?.name ?? null) };
  };
  const ownRule = (rule: string) => (rule.startsWith(anyOwnRule) ? store.rules.get(rule.slice(anyOwnRule.length)) : null);
  const textOf = (rule: string): string | null => {
    const own = ownRule(rule);
    return own && rules.textOf(own);
  };
  return {
    list: os.audit.list.handler(async ({ input }) =>
      (await reader.placedAuditRows(input)).map(({ place, ...row }) => ({
        ...row,
        ...actorOf(row.actor),
        ruleText: textOf(row.rule),
        about: aboutOf(row, place),
        chat: place.chat,
      })),
    ),
    choices: os.audit.choices.handler(async () => {
      const { actors, ownRules, ...codes } = await reader.auditChoices();
      const shown = ownRules.map((rule) => ({
        rule,
        text: textOf(rule),
        workspace: store.workspaces.byId(ownRule(rule)?.workspaceId ?? '')?.name ?? '',
      }));
      return { ...codes, ownRules: shown, actors: actors.map(actorOf) };
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

const mostCommand = 120;
// The ids in a row are for whoever proves it; a person reads what was done.
const aboutOf = ({ detail }: Pick<PlacedAuditRow, 'detail'>, { call, chat }: PlacedAuditRow['place']): string => {
  const where = whereText(/^ask_\S+ on (\S+)$/.exec(detail)?.[1] ?? null);
  if (call)
    return `${commandOf(call) ?? deedOf(call.tool, { chat: chat?.name, ...call.input })}${where === '' ? '' : ` (${where.trim()})`}`;
  return detail.replace(/^(?:account:\S+ for|rule_[0-9A-Z]+) /, '').replace(/ (?:to )?step_[0-9A-Z]+(?::\d+)?$/, '');
};
const commandOf = ({ tool, input }: NonNullable<PlacedAuditRow['place']['call']>): string | null => {
  if (tool !== 'run' || typeof input.command !== 'string') return null;
  const line = visible(input.command).replaceAll(/\s+/g, ' ');
  return `${deedOf(tool, input)}: ${line.length > mostCommand ? `${line.slice(0, mostCommand)} …` : line}`;
};

const inWords = ({ code, seq, to, was = 0 }: AuditFinding): string =>
  renderReason(reason(code, { seq, was, rows: seq === to ? `Row ${seq}` : `Rows ${seq} to ${to}` }));
