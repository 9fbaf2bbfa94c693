import { Button, NativeSelect, Switch, TextInput } from '@mantine/core';
import { type FormEvent, useCallback, useState } from 'react';
import { type OutsideMode, outsideModes, type Profile } from '#contract/model/profile.ts';
import { risksOf } from '#contract/model/profile-risks.ts';
import type { ProfileView, ToolView } from '#contract/ui/domains/profiles.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import { useAction } from '../../rpc/use-action.ts';
import { Problem } from '../../ui/problem.tsx';
import { SecurityNetwork } from './security-network.tsx';
import { SecurityOnly } from './security-only.tsx';
import { Risks } from './security-risks.tsx';
import { SecurityTools } from './security-tools.tsx';

interface SecurityEditorProps {
  readonly from: ProfileView;
  /** Null makes a new one. */
  readonly id: string | null;
  readonly tools: readonly ToolView[];
  readonly onRemove: (() => void) | null;
  readonly onClose: () => void;
  readonly onSaved: (id: string) => Promise<void>;
}

/** A profile as a form; what could go wrong with it changes as it is changed. The host says what is wrong with it. */
export const SecurityEditor = ({ from, id, tools, onRemove, onClose, onSaved }: SecurityEditorProps) => {
  const { client, resources } = useHost();
  const accounts = useResource(resources.accounts).value ?? [];
  const [name, setName] = useState(id ?? `my-${from.id}`);
  const [draft, setDraft] = useState<Profile>(from.profile);
  const save = useAction(
    useCallback(async () => {
      const saved = await client.profiles.save({ id: name.trim(), text: JSON.stringify(draft, null, 2) });
      await onSaved(saved.id);
    }, [client, name, draft, onSaved]),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void save.run();
  };
  const title = id === null ? t('editor.new') : t('editor.of', { name: id });
  const pluginIds = [...new Set(tools.flatMap(({ pluginId }) => pluginId ?? []))];
  return (
    <form className="py-sec__editor" aria-label={title} onSubmit={submit}>
      <h3>{title}</h3>
      {id === null && (
        <TextInput label={t('editor.name')} required maxLength={40} value={name} onChange={(event) => setName(event.currentTarget.value)} />
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
      {save.error && <Problem what={save.error} />}
      <div className="py-ws__buttons">
        <Button type="submit" loading={save.busy} disabled={name.trim() === ''}>
          {t('editor.save')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('action.cancel')}
        </Button>
        {onRemove && (
          <Button variant="subtle" color="red" onClick={onRemove}>
            {t('security.remove')}
          </Button>
        )}
      </div>
    </form>
  );
};
