import { Button } from '@mantine/core';
import { type FormEvent, useCallback, useEffect, useState } from 'react';
import type { Color } from '#contract/model/colors.ts';
import { plainName } from '#contract/model/names.ts';
import type { WorkspaceView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { ColorChoice } from '../../ui/color-choice.tsx';
import { isName, NameField } from '../../ui/name-field.tsx';
import { Outcome } from '../../ui/outcome.tsx';

/** What it is called and which colour it has. The folder on the disk keeps its name. */
export const NameAndColor = ({ workspace }: { workspace: WorkspaceView }) => {
  const { client, resources } = useHost();
  const [name, setName] = useState(workspace.name);
  const [isSaved, setSaved] = useState(false);
  useEffect(() => setName(workspace.name), [workspace.name]);
  const save = useAction(
    useCallback(
      async (change: { newName?: string; color?: Color }) => {
        const answered = await client.workspaces.set({ name: workspace.name, ...change });
        resources.workspaces.set((all) => (all ?? []).map((other) => (other.id === answered.id ? answered : other)));
        resources.chats.refresh();
        setSaved(change.newName !== undefined);
      },
      [client, resources, workspace.name],
    ),
  );
  const isChanged = isName(name) && plainName(name) !== workspace.name;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isChanged) void save.run({ newName: plainName(name) });
  };
  return (
    <section className="py-card py-ws__card" aria-label={t('workspaces.nameAndColor')}>
      <form className="py-ws__inline" onSubmit={submit}>
        <NameField
          value={name}
          onChange={(typed) => {
            setName(typed);
            setSaved(false);
            save.clear();
          }}
        />
        <Button type="submit" variant="default" disabled={!isChanged} loading={save.busy && isChanged}>
          {t('workspaces.rename')}
        </Button>
      </form>
      <div>
        <p className="py-ws__label">{t('workspaces.color')}</p>
        <ColorChoice label={t('workspaces.color')} value={workspace.color} onChange={(color) => void save.run({ color })} />
      </div>
      {save.error && <Outcome result={{ ok: false, text: save.error }} />}
      {isSaved && !isChanged && <Outcome result={{ ok: true, text: t('workspaces.renamed') }} />}
    </section>
  );
};
