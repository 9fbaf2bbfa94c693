import { Button, NativeSelect } from '@mantine/core';
import { type FormEvent, useCallback, useEffect, useRef, useState } from 'react';
import { type RuleBody, type RuleCondition, ruleDecisions } from '#contract/model/rule.ts';
import { ruleText } from '#contract/text/rule-text.ts';
import type { ToolView } from '#contract/ui/domains/profiles.ts';
import type { WorkspaceView } from '#contract/ui/views.ts';
import { t } from '../../../locales/translate.ts';
import { useHost } from '../../../rpc/host.ts';
import { useResource } from '../../../rpc/resource.ts';
import { useAction } from '../../../rpc/use-action.ts';
import { Problem } from '../../../ui/problem.tsx';
import { finishedRule } from '../finished-rule.ts';
import { type ChatName, isUnfinished, newCondition, SecurityCondition } from './condition.tsx';

interface SecurityRuleFormProps {
  readonly workspace: WorkspaceView;
  readonly tools: readonly ToolView[];
  readonly onClose: () => void;
}

/** A new rule, with the sentence that it will be. It is asked before all others. */
export const SecurityRuleForm = ({ workspace, tools, onClose }: SecurityRuleFormProps) => {
  const { client, resources } = useHost();
  const chats: ChatName[] = (useResource(resources.chats).value ?? []).map(({ id, name }) => ({ id, name }));
  const [rule, setRule] = useState<RuleBody>({ tool: tools[0]?.name ?? '*', conditions: [], decision: 'ask' });
  const save = useAction(
    useCallback(async () => {
      await client.rules.add({ workspace: workspace.name, rule: finishedRule(rule, tools) });
      onClose();
    }, [client, workspace.name, rule, tools, onClose]),
  );
  const [isTried, setTried] = useState(false);
  const isOpen = rule.conditions.some(isUnfinished);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector('select')?.focus(), []);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(isOpen);
    if (!isOpen) void save.run();
    else [...(form.current?.querySelectorAll('input') ?? [])].find(({ value }) => value.trim() === '')?.focus();
  };
  const setCondition = (at: number, next: RuleCondition | null): void =>
    setRule({ ...rule, conditions: rule.conditions.flatMap((old, i) => (i === at ? (next ?? []) : old)) });
  return (
    <form ref={form} className="py-sec__editor" aria-label={t('rules.add')} onSubmit={submit} noValidate>
      <div className="py-sec__row">
        <NativeSelect
          label={t('rules.decision')}
          value={rule.decision}
          data={ruleDecisions.map((value) => ({ value, label: t(`rules.${value}`) }))}
          onChange={(event) => setRule({ ...rule, decision: event.currentTarget.value as RuleBody['decision'] })}
        />
        <NativeSelect
          label={t('rules.tool')}
          translate="no"
          value={rule.tool}
          data={[...tools.map(({ name }) => name), { value: '*', label: t('rules.everyTool') }]}
          onChange={(event) => setRule({ ...rule, tool: event.currentTarget.value })}
        />
      </div>
      {rule.conditions.map((condition, i) => (
        // A condition has no name of its own; they are only added at the end and taken out.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <SecurityCondition key={i} condition={condition} chats={chats} isTried={isTried} onChange={(next) => setCondition(i, next)} />
      ))}
      <div className="py-ws__buttons">
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => setRule({ ...rule, conditions: [...rule.conditions, newCondition('path-under', chats)] })}
        >
          {t('rules.addCondition')}
        </Button>
      </div>
      <p className="py-sec__sentence py-break" translate="no">
        {isOpen ? t('rules.unfinished') : ruleText(finishedRule(rule, tools), null)}
      </p>
      {save.error && <Problem what={save.error} />}
      <div className="py-ws__buttons">
        <Button type="submit" loading={save.busy}>
          {t('rules.save')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  );
};
