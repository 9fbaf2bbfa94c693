import { ActionIcon } from '@mantine/core';
import { IconPencil, IconShieldExclamation, IconTrash } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { MemoryView } from '#contract/ui/views.ts';
import { t } from '../../../locales/translate.ts';
import { useHost } from '../../../rpc/host.ts';
import { useAction } from '../../../rpc/use-action.ts';
import { Outcome } from '../../../ui/outcome.tsx';
import { useFocusBack } from '../../../ui/use-focus-back.ts';
import { MemoryForm } from './memory-form.tsx';

export interface MemoryRowProps {
  readonly memory: MemoryView;
  readonly workspaceId: string;
  readonly onChanged: () => void;
  readonly onRemoved: () => void;
}

/** One memory: its words, where it counts, whether outside text was near, and what can be done with it. */
export const MemoryRow = ({ memory, workspaceId, onChanged, onRemoved }: MemoryRowProps) => {
  const { client } = useHost();
  const [isEditing, setEditing] = useState(false);
  const pencil = useFocusBack();
  const remove = useAction(
    useCallback(async () => {
      await client.memories.remove({ workspaceId, id: memory.id });
      onRemoved();
    }, [client, workspaceId, memory.id, onRemoved]),
  );
  const close = (): void => {
    setEditing(false);
    pencil.giveBack();
  };
  if (isEditing)
    return (
      <li>
        <MemoryForm
          label={t('memory.editOf', { key: memory.key })}
          initial={memory}
          {...(memory.tainted ? { note: t('memory.editTainted') } : {})}
          onCancel={close}
          save={async ({ key, text }) => {
            await client.memories.edit({ workspaceId, id: memory.id, key, text });
            onChanged();
            close();
          }}
        />
      </li>
    );
  return (
    <li className="py-ws__memory">
      <div className="py-ws__rowtext">
        <span className="py-ws__rowname">
          <strong className="py-break" dir="auto" translate="no">
            {memory.key}
          </strong>
          {memory.everywhere && <span className="py-chip">{t('memory.everywhereChip')}</span>}
          {memory.tainted && (
            <span className="py-chip py-ws__mark" title={t('memory.taintedWhy')}>
              <IconShieldExclamation size={13} aria-hidden /> {t('memory.tainted')}
            </span>
          )}
        </span>
        <p className="py-ws__memorytext py-break" dir="auto" translate="no">
          {memory.text}
        </p>
        {remove.error && <Outcome result={{ ok: false, text: remove.error }} />}
      </div>
      <ActionIcon
        ref={pencil.ref}
        variant="subtle"
        color="gray"
        aria-label={t('memory.editOf', { key: memory.key })}
        onClick={() => setEditing(true)}
      >
        <IconPencil size={16} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        loading={remove.busy}
        aria-label={t('memory.deleteOf', { key: memory.key })}
        onClick={() => void remove.run()}
      >
        <IconTrash size={16} />
      </ActionIcon>
    </li>
  );
};
