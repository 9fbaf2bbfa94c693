import { Button, Select, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useCallback } from 'react';
import { type AuditFilter, anyOwnRule } from '#contract/ui/domains/audit.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import { useFresh } from '../../rpc/use-fresh.ts';
import { worded } from '../../ui/worded.ts';
import { spanOfDay } from './activity-feed.ts';
import { actorText } from './audit-words.ts';

/** What the reader chose; empty means all. */
export interface AuditChoice {
  readonly workspaceId: string;
  readonly decision: string;
  readonly rule: string;
  readonly actor: string;
  /** 2026-11-22, a day of the reader's calendar. */
  readonly day: string;
}
export const noAuditChoice: AuditChoice = { workspaceId: '', decision: '', rule: '', actor: '', day: '' };

export const auditFilterOf = (c: AuditChoice): AuditFilter => ({
  workspaceId: c.workspaceId || null,
  decision: c.decision || null,
  rule: c.rule || null,
  actor: c.actor || null,
  ...spanOfDay(c.day),
});

interface Option {
  readonly value: string;
  readonly label: string;
}
const topics = ['ask', 'host'] as const;

export const AuditFilters = ({ choice, onChange }: { choice: AuditChoice; onChange: (choice: AuditChoice) => void }) => {
  const { client, resources } = useHost();
  const workspaces = useResource(resources.workspaces).value ?? [];
  const { value: offered } = useFresh(
    useCallback(() => client.audit.choices(), [client]),
    topics,
  );
  const select = (name: Exclude<keyof AuditChoice, 'day'>, label: string, all: string, options: readonly Option[]) => (
    <Select
      size="xs"
      aria-label={label}
      allowDeselect={false}
      data={[{ value: '', label: all }, ...options]}
      value={choice[name]}
      onChange={(value) => onChange({ ...choice, [name]: value ?? '' })}
    />
  );
  const coded = (prefix: 'decision' | 'rule', codes: readonly string[] = []): Option[] =>
    codes.map((value) => ({ value, label: worded(prefix, value) }));
  const ownRules = (offered?.ownRules ?? []).map(({ rule, text, workspace }) => ({
    value: rule,
    label: text === null ? t('audit.rule.gone', { id: rule.slice(-4) }) : `${workspace}: ${text}`,
  }));
  return (
    <div className="py-activity__bar">
      {select(
        'workspaceId',
        t('activity.workspace'),
        t('activity.workspace.all'),
        workspaces.map(({ id, name }) => ({ value: id, label: name })),
      )}
      {select('decision', t('audit.what'), t('audit.what.all'), coded('decision', offered?.decisions))}
      <Select
        size="xs"
        searchable
        aria-label={t('audit.rule')}
        allowDeselect={false}
        nothingFoundMessage={t('audit.noRule')}
        data={[
          { value: '', label: t('audit.rule.all') },
          ...(ownRules.length > 0 ? [{ value: anyOwnRule, label: t('audit.rule.anyOwn') }] : []),
          ...coded('rule', offered?.rules),
        ]}
        value={choice.rule.startsWith(anyOwnRule) ? anyOwnRule : choice.rule}
        onChange={(value) => onChange({ ...choice, rule: value ?? '' })}
      />
      {choice.rule.startsWith(anyOwnRule) && (
        <Select
          size="xs"
          searchable
          comboboxProps={{ width: 340, position: 'bottom-end' }}
          aria-label={t('audit.whichRule')}
          allowDeselect={false}
          nothingFoundMessage={t('audit.noRule')}
          data={[{ value: anyOwnRule, label: t('audit.rule.eachOwn') }, ...ownRules]}
          value={choice.rule}
          onChange={(value) => onChange({ ...choice, rule: value ?? anyOwnRule })}
        />
      )}
      {select(
        'actor',
        t('audit.who'),
        t('audit.who.all'),
        (offered?.actors ?? []).map((actor) => ({ value: actor.actor, label: actorText(actor) })),
      )}
      <TextInput
        size="xs"
        type="date"
        aria-label={t('activity.day')}
        value={choice.day}
        onChange={(event) => onChange({ ...choice, day: event.currentTarget.value })}
      />
      {Object.values(choice).some((value) => value !== '') && (
        <Button size="xs" variant="subtle" color="gray" leftSection={<IconX size={13} />} onClick={() => onChange(noAuditChoice)}>
          {t('activity.clear')}
        </Button>
      )}
    </div>
  );
};
