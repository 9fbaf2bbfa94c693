import { Button, NativeSelect, Switch, TextInput } from '@mantine/core';
import { type FormEvent, useCallback, useEffect, useRef, useState } from 'react';
import { type OutsideMode, outsideModes, type Profile } from '#contract/model/profile.ts';
import type { ProfileFault } from '#contract/model/profile-fault.ts';
import { risksOf } from '#contract/model/profile-risks.ts';
import type { ProfileView, ToolView } from '#contract/ui/domains/profiles.ts';
import { t } from '../../../locales/translate.ts';
import { useHost } from '../../../rpc/host.ts';
import { useResource } from '../../../rpc/resource.ts';
import { useAction } from '../../../rpc/use-action.ts';
import { Problem } from '../../../ui/problem.tsx';
import { reasonText } from '../../../ui/reason-text.ts';
import { SecurityNetwork } from './network.tsx';
import { SecurityOnly } from './only.tsx';
import { Risks } from './risks.tsx';
import { SecurityTools } from './tools.tsx';

interface SecurityEditorProps {
  readonly from: ProfileView;
  /** Null makes a new one. */
  readonly id: string | null;
  readonly tools: readonly ToolView[];
  /** Names that a new one cannot have. */
  readonly taken: readonly string[];
  readonly onClose: () => void;
  /** Puts it in force; what it throws is said in the form. */
  readonly onSaved: (id: string) => Promise<void>;
}

// A form has no lines and columns: a fault stands under the name of its field.
const fields = { network: 'editor.network', accounts: 'editor.accounts', plugins: 'editor.plugins' } as const;
const fieldOf = ({ path }: ProfileFault): string => {
  const part = path.split('.')[0] ?? '';
  return t(part === 'network' || part === 'accounts' || part === 'plugins' ? fields[part] : 'editor.tools');
};
const isIn = (taken: readonly string[], name: string): boolean => taken.some((one) => one.toLowerCase() === name.toLowerCase());
const nameOfCopy = ({ id, isReadyMade }: ProfileView, taken: readonly string[]): string => {
  const base = isReadyMade ? `my-${id}` : id;
  let name = base;
  for (let n = 2; isIn(taken, name); n += 1) name = `${base}-${n}`;
  return name;
};

/** A profile as a form; what could go wrong with it changes as it is changed. The host says what is wrong with it. */
export const SecurityEditor = ({ from, id: stored, tools, taken, onClose, onSaved }: SecurityEditorProps) => {
  const { client, resources } = useHost();
  const accounts = useResource(resources.accounts).value ?? [];
  // Stored, but not put in force: from then on it is that one which is changed.
  const [id, setId] = useState(stored);
  const [name, setName] = useState(() => id ?? nameOfCopy(from, taken));
  const [faults, setFaults] = useState<readonly ProfileFault[]>([]);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  const [draft, setDraft] = useState<Profile>(from.profile);
  const save = useAction(
    useCallback(async () => {
      const text = JSON.stringify(draft, null, 2);
      const checked = await client.profiles.check({ text });
      setFaults(checked.faults);
      if (checked.faults.length > 0) return;
      const saved = await client.profiles.save({ id: name.trim(), text });
      setId(saved.id);
      await onSaved(saved.id);
    }, [client, name, draft, onSaved]),
  );
  const isTaken = id === null && !save.busy && isIn(taken, name.trim());
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isTaken) void save.run();
  };
  const title = id === null ? t('editor.new') : t('editor.of', { name: id });
  const pluginIds = [...new Set(tools.flatMap(({ pluginId }) => pluginId ?? []))];
  return (
    <form ref={form} className="py-sec__editor" aria-label={title} onSubmit={submit}>
      <h3>{title}</h3>
      {id === null && (
        <TextInput
          label={t('editor.name')}
          required
          maxLength={40}
          value={name}
          error={isTaken ? t('editor.nameTaken') : null}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      )}
      {id !== null && from.usedBy.length > 0 && <p className="py-dim">{t('editor.usedBy', { names: from.usedBy.join(', ') })}</p>}
      <SecurityTools profile={draft} tools={tools} onChange={setDraft} />
      <NativeSelect
        label={t('editor.outside')}
        value={draft.outside}
        data={outsideModes.map((value) => ({ value, label: t(`editor.outside.${value}`) }))}
        onChange={(event) => setDraft({ ...draft, outside: event.currentTarget.value as OutsideMode })}
      />
      <SecurityNetwork network={draft.network} onChange={(network) => setDraft({ ...draft, network })} />
      <SecurityOnly
        label={t('editor.accounts')}
        all={accounts.map((account) => account.name)}
        value={draft.accounts}
        onChange={(chosen) => setDraft({ ...draft, accounts: chosen })}
      />
      <SecurityOnly
        label={t('editor.plugins')}
        all={pluginIds}
        value={draft.plugins}
        onChange={(chosen) => setDraft({ ...draft, plugins: chosen })}
      />
      <Switch
        label={t('editor.mounts')}
        checked={draft.mounts}
        onChange={(event) => setDraft({ ...draft, mounts: event.currentTarget.checked })}
      />
      <Switch
        label={t('editor.secret')}
        checked={draft.filesAreSecret}
        onChange={(event) => setDraft({ ...draft, filesAreSecret: event.currentTarget.checked })}
      />
      <Risks risks={risksOf(draft, tools)} />
      {faults.map((fault) => (
        <Problem key={`${fault.path} ${fault.reason.code}`} what={fieldOf(fault)} why={reasonText(fault.reason)} />
      ))}
      {save.error && <Problem what={save.error} />}
      <div className="py-ws__buttons">
        <Button type="submit" loading={save.busy} disabled={name.trim() === ''}>
          {t('editor.save')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  );
};
