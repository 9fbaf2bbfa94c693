import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { ToolView } from '#contract/ui/domains/profiles.ts';
import type { Trial } from '#contract/ui/domains/rules.ts';
import type { WorkspaceView } from '#contract/ui/views.ts';
import { t } from '../../../locales/translate.ts';
import { useHost } from '../../../rpc/host.ts';
import { useAction } from '../../../rpc/use-action.ts';
import { Problem } from '../../../ui/problem.tsx';
import { reasonText } from '../../../ui/reason-text.ts';
import { worded } from '../../../ui/worded.ts';

type Typed = Readonly<Record<string, string>>;
type Input = Record<string, string | number | boolean>;
const inputOf = (tool: ToolView | undefined, typed: Typed): Input => {
  const input: Input = {};
  for (const { name, kind } of tool?.fields ?? []) {
    const value = typed[name] ?? '';
    if (value !== '') input[name] = kind === 'number' ? Number(value) : kind === 'yes-no' ? value === 'true' : value;
  }
  return input;
};
// What only says how, and not what, is left at its default.
const isShown = ({ kind, isRequired, name }: ToolView['fields'][number]): boolean =>
  kind !== 'other' && (isRequired || kind === 'text') && name !== 'zone';

/** Decides a call without making it: which rule would win. */
export const SecurityTrial = ({ workspace, tools }: { workspace: WorkspaceView; tools: readonly ToolView[] }) => {
  const { client } = useHost();
  const [name, setName] = useState(tools.find((one) => one.name === 'write')?.name ?? tools[0]?.name ?? '');
  const [typed, setTyped] = useState<Typed>({});
  const [outsideText, setOutside] = useState(false);
  const [privateData, setPrivate] = useState(false);
  const [trial, setTrial] = useState<Trial | null>(null);
  const tool = tools.find((one) => one.name === name);
  const run = useAction(
    useCallback(async () => {
      setTrial(null);
      setTrial(await client.rules.try({ workspace: workspace.name, tool: name, input: inputOf(tool, typed), outsideText, privateData }));
    }, [client, workspace.name, name, tool, typed, outsideText, privateData]),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void run.run();
  };
  return (
    <section className="py-card py-ws__card" aria-label={t('trial.title')}>
      <div>
        <h2>{t('trial.title')}</h2>
        <p className="py-dim">{t('trial.what')}</p>
      </div>
      <form className="py-sec__trial" onSubmit={submit}>
        <div className="py-sec__row">
          <NativeSelect
            label={t('rules.tool')}
            translate="no"
            value={name}
            data={tools.map((one) => one.name)}
            onChange={(event) => {
              setName(event.currentTarget.value);
              setTyped({});
              setTrial(null);
            }}
          />
          {tool?.fields.filter(isShown).map((field) => (
            <TextInput
              key={`${tool.name}.${field.name}`}
              label={<span translate="no">{field.name}</span>}
              required={field.isRequired}
              type={field.kind === 'number' ? 'number' : 'text'}
              spellCheck={false}
              value={typed[field.name] ?? ''}
              onChange={(event) => setTyped({ ...typed, [field.name]: event.currentTarget.value })}
            />
          ))}
        </div>
        <div className="py-sec__checks">
          <Checkbox label={t('trial.outside')} checked={outsideText} onChange={(event) => setOutside(event.currentTarget.checked)} />
          <Checkbox label={t('trial.private')} checked={privateData} onChange={(event) => setPrivate(event.currentTarget.checked)} />
        </div>
        <div className="py-ws__buttons">
          <Button type="submit" variant="default" loading={run.busy}>
            {t('trial.run')}
          </Button>
        </div>
      </form>
      {run.error && <Problem what={run.error} />}
      {trial && <Verdict trial={trial} />}
    </section>
  );
};

const Verdict = ({ trial }: { trial: Trial }) => {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Newer browsers return a promise here, which is no way to end an effect.
    void box.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div ref={box} className="py-sec__verdict" role="status" data-verdict={trial.verdict}>
      <strong>{t(`trial.${trial.verdict}`)}</strong>
      <p translate="no">{trial.verdict === 'allow' ? '' : reasonText(trial.why)}</p>
      <p className="py-dim py-break" translate="no">
        {trial.ruleText === null ? t('trial.by', { rule: worded('rule', trial.rule) }) : t('trial.byRule', { rule: trial.ruleText })}
      </p>
    </div>
  );
};
