import { Button, Textarea } from '@mantine/core';
import { type KeyboardEvent, useCallback, useState } from 'react';
import type { WorkspaceView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { Outcome } from '../../ui/outcome.tsx';
import { useKeptText } from './kept-text.ts';

const mostCharacters = 20_000;

/** What the assistant is told in every conversation of this workspace. What is half typed survives a reload. */
export const Instructions = ({ workspace }: { workspace: WorkspaceView }) => {
  const { client, resources } = useHost();
  const { text, isChanged, write } = useKeptText(`instructions.${workspace.id}`, workspace.instructions);
  const [isSaved, setSaved] = useState(false);
  const save = useAction(
    useCallback(async () => {
      const answered = await client.workspaces.set({ name: workspace.name, instructions: text });
      resources.workspaces.set((all) => (all ?? []).map((other) => (other.id === answered.id ? answered : other)));
      write(null);
      setSaved(true);
    }, [client, resources, workspace.name, text, write]),
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (isChanged) void save.run();
  };
  return (
    <section className="py-ws__card" aria-label={t('workspaces.tab.instructions')}>
      <Textarea
        label={t('instructions.label')}
        description={t('instructions.hint')}
        placeholder={t('instructions.placeholder')}
        autosize
        minRows={10}
        maxRows={24}
        maxLength={mostCharacters}
        dir="auto"
        value={text}
        onChange={(event) => {
          write(event.currentTarget.value);
          setSaved(false);
        }}
        onKeyDown={onKeyDown}
      />
      <div className="py-ws__buttons">
        <Button disabled={!isChanged} loading={save.busy} onClick={() => void save.run()}>
          {t('action.save')}
        </Button>
        {isChanged && (
          <Button variant="default" onClick={() => write(null)}>
            {t('instructions.discard')}
          </Button>
        )}
        <span className="py-dim" role="status">
          {isChanged ? t('instructions.unsaved') : isSaved ? t('instructions.saved') : ''}
        </span>
      </div>
      {save.error && <Outcome result={{ ok: false, text: save.error }} />}
    </section>
  );
};
