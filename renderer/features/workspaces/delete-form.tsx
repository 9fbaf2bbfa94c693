import { Button, TextInput } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { WorkspaceView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { useFresh } from '../../rpc/use-fresh.ts';
import { Outcome } from '../../ui/outcome.tsx';

const list = new Intl.ListFormat('en', { type: 'conjunction' });
const staleBy = ['turn', 'memory', 'task'] as const;

export interface DeleteFormProps {
  readonly workspace: WorkspaceView;
  readonly onGone: () => void;
  readonly onCancel: () => void;
}

const goesAlong = ({ chats, memories, tasks }: { chats: number; memories: number; tasks: number }, isOwnFolder: boolean): string => {
  const parts = [
    chats > 0 && t('danger.chats', { n: chats }),
    memories > 0 && t('danger.memories', { n: memories }),
    tasks > 0 && t('danger.tasks', { n: tasks }),
    !isOwnFolder && t('danger.files'),
  ].filter((part) => part !== false);
  return t('danger.along', { parts: list.format(parts) });
};

/** What goes along and what is stopped, then the name typed as a yes. */
export const DeleteForm = ({ workspace: { id, name, folder, isOwnFolder }, onGone, onCancel }: DeleteFormProps) => {
  const { client } = useHost();
  const [typed, setTyped] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const { value: found } = useFresh(
    useCallback(() => client.workspaces.belongings({ id }), [client, id]),
    staleBy,
  );
  const remove = useAction(
    useCallback(async () => {
      await client.workspaces.remove({ id, name: typed });
      onGone();
    }, [client, id, typed, onGone]),
  );
  const isSame = typed.trim() === name;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isSame) void remove.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onCancel();
  };
  return (
    <form className="py-ws__delete" aria-label={t('danger.deleteOf', { name })} onSubmit={submit} onKeyDown={onKeyDown}>
      <strong className="py-break">{t('danger.deleteOf', { name })}</strong>
      {found && (
        <ul>
          <li>{goesAlong(found, isOwnFolder)}</li>
          {isOwnFolder && <li className="py-break">{t('danger.filesStay', { folder })}</li>}
          {found.running.length > 0 && (
            <li className="py-outcome--warn">{t('danger.running', { n: found.running.length, chats: found.running.join(', ') })}</li>
          )}
          <li>{t('danger.days')}</li>
        </ul>
      )}
      <TextInput
        ref={field}
        label={t('danger.type', { name })}
        autoComplete="off"
        spellCheck={false}
        dir="auto"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {remove.error && <Outcome result={{ ok: false, text: remove.error }} />}
      <div className="py-ws__buttons">
        <Button type="submit" color="red" disabled={!isSame} loading={remove.busy}>
          {t('danger.deleteSure')}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  );
};
