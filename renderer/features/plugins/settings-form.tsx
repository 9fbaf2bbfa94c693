import { Button } from '@mantine/core';
import { IconAlertTriangle, IconBolt, IconCheck } from '@tabler/icons-react';
import { type FormEvent, useCallback, useMemo, useState } from 'react';
import type { PluginView } from '#contract/ui/host-views.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { Problem } from '../../ui/problem.tsx';
import { problemOf, settingsFrom, type Typed, typedFrom } from './field-values.ts';
import { keepDraft, readDraft } from './kept-draft.ts';
import { fieldsOf } from './schema-fields.ts';
import { SettingInput } from './setting-input.tsx';

/** What stands in the form; `isChanged` until it is saved or taken back. Half-typed values survive a reload. */
const useTyped = (plugin: PluginView) => {
  const fields = useMemo(() => fieldsOf(plugin.settingsSchema), [plugin.settingsSchema]);
  const saved = useMemo(() => typedFrom(fields, plugin.settings), [fields, plugin.settings]);
  const [draft, setDraft] = useState<Typed | null>(() => readDraft(plugin.id, fields));
  const change = useCallback(
    (next: Typed | null) => {
      setDraft(next);
      keepDraft(plugin.id, fields, next);
    },
    [plugin.id, fields],
  );
  return { fields, typed: draft ? { ...saved, ...draft } : saved, isChanged: draft !== null, change };
};

/** The settings of a plugin as a form of its schema. */
export const SettingsForm = ({ plugin }: { plugin: PluginView }) => {
  const { client, resources } = useHost();
  const { fields, typed, isChanged, change } = useTyped(plugin);
  const [areProblemsShown, setProblemsShown] = useState(false);
  const [outcome, setOutcome] = useState<{ ok: boolean; text: string } | null>(null);
  const problems = new Map(fields.map((field) => [field.name, problemOf(field, typed, plugin.settings)]));
  const isGood = [...problems.values()].every((problem) => problem === null);
  const settings = settingsFrom(fields, typed, plugin.settings);

  const save = useAction(
    useCallback(async () => {
      const next = await client.plugins.saveSettings({ id: plugin.id, settings });
      resources.plugins.set((all) => (all ?? []).map((other) => (other.id === next.id ? next : other)));
      change(null);
      setProblemsShown(false);
      setOutcome({ ok: true, text: t('plugins.saved') });
    }, [client, resources, plugin.id, settings, change]),
  );
  const test = useAction(
    useCallback(async () => {
      setOutcome(null);
      setOutcome(await client.plugins.test({ id: plugin.id, settings }));
    }, [client, plugin.id, settings]),
  );
  const checked = (run: () => Promise<boolean>): void => {
    setProblemsShown(true);
    if (isGood) void run();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    checked(save.run);
  };
  return (
    <form className="py-plugin__form" onSubmit={submit} noValidate aria-label={t('plugins.settingsOf', { name: plugin.title })}>
      {fields.map((field) => {
        const problem = problems.get(field.name);
        const isKept = field.kind === 'secret' && plugin.settings[field.name] !== undefined;
        return (
          <SettingInput
            key={field.name}
            field={field}
            value={typed[field.name] ?? ''}
            isKept={isKept}
            error={problem && (areProblemsShown || problem.key !== 'plugins.mustSet') ? t(problem.key, problem.params) : null}
            onChange={(value) => {
              change({ ...typed, [field.name]: value });
              setOutcome(null);
            }}
          />
        );
      })}
      <div role="status">
        {outcome && (
          <p className={`py-plugin__outcome py-plugin__outcome--${outcome.ok ? 'ok' : 'bad'}`}>
            {outcome.ok ? <IconCheck size={17} aria-hidden /> : <IconAlertTriangle size={17} aria-hidden />}
            <span translate={outcome.text === t('plugins.saved') ? undefined : 'no'}>{outcome.text}</span>
          </p>
        )}
      </div>
      {save.error && <Problem what={t('plugins.saveFailed')} why={save.error} />}
      {test.error && <Problem what={t('plugins.testFailed')} why={test.error} />}
      <div className="py-plugin__actions">
        <Button type="submit" size="xs" loading={save.busy} disabled={!isChanged}>
          {t('action.save')}
        </Button>
        {plugin.canTest && (
          <Button size="xs" variant="default" leftSection={<IconBolt size={14} />} loading={test.busy} onClick={() => checked(test.run)}>
            {t('plugins.test')}
          </Button>
        )}
        {isChanged && (
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            onClick={() => {
              change(null);
              setOutcome(null);
              setProblemsShown(false);
            }}
          >
            {t('plugins.discard')}
          </Button>
        )}
      </div>
    </form>
  );
};
