import { Button, Skeleton } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { MemoryView, WorkspaceView } from '#contract/ui/views.ts';
import { t } from '../../../locales/translate.ts';
import { useHost } from '../../../rpc/host.ts';
import { useAction } from '../../../rpc/use-action.ts';
import { useFresh } from '../../../rpc/use-fresh.ts';
import { NotLoaded } from '../../../ui/not-loaded.tsx';
import { useFocusBack } from '../../../ui/use-focus-back.ts';
import { UndoLine } from '../undo-line.tsx';
import { MemoryForm } from './memory-form.tsx';
import { MemoryRow } from './memory-row.tsx';

const staleBy = ['memory'] as const;

/** What the assistant remembers here beyond a conversation: to read, change, delete and add. */
export const Memories = ({ workspace: { id: workspaceId, isAdmin } }: { workspace: WorkspaceView }) => {
  const { client } = useHost();
  const { value, error, refresh } = useFresh(
    useCallback(() => client.memories.list({ workspaceId }), [client, workspaceId]),
    staleBy,
  );
  const [isAdding, setAdding] = useState(false);
  const [gone, setGone] = useState<MemoryView | null>(null);
  const opener = useFocusBack();
  const undo = useAction(
    useCallback(async () => {
      if (gone) await client.memories.undoRemove({ workspaceId, id: gone.id });
      setGone(null);
      refresh();
    }, [client, workspaceId, gone, refresh]),
  );
  const close = (): void => {
    setAdding(false);
    opener.giveBack();
  };
  return (
    <section className="py-ws__card" aria-label={t('workspaces.tab.memory')}>
      <div className="py-ws__inline">
        <p className="py-dim">{t(isAdmin ? 'memory.introAdmin' : 'memory.intro')}</p>
        {!isAdding && (
          <Button ref={opener.ref} variant="default" leftSection={<IconPlus size={15} />} onClick={() => setAdding(true)}>
            {t('memory.add')}
          </Button>
        )}
      </div>
      {isAdding && (
        <MemoryForm
          label={t('memory.add')}
          canBeEverywhere={isAdmin}
          onCancel={close}
          save={async (memory) => {
            await client.memories.add({ workspaceId, ...memory });
            refresh();
            close();
          }}
        />
      )}
      {gone && (
        <UndoLine
          text={t('memory.deleted', { key: gone.key })}
          error={undo.error}
          busy={undo.busy}
          onUndo={() => void undo.run()}
          onClose={() => setGone(null)}
        />
      )}
      {error && <NotLoaded what={t('memory.loadFailed')} why={error} onAgain={refresh} />}
      {value === null && error === null && <Skeleton height={90} radius={14} aria-hidden />}
      {value?.length === 0 && !isAdding && (
        <div className="py-ws__empty">
          <strong>{t('memory.emptyTitle')}</strong>
          <p className="py-dim">{t('memory.empty')}</p>
        </div>
      )}
      {value && value.length > 0 && (
        <ul className="py-ws__list" aria-label={t('workspaces.tab.memory')}>
          {value.map((memory) => (
            <MemoryRow
              key={memory.id}
              memory={memory}
              workspaceId={workspaceId}
              onChanged={refresh}
              onRemoved={() => {
                setGone(memory);
                refresh();
              }}
            />
          ))}
        </ul>
      )}
    </section>
  );
};
