import { Button } from '@mantine/core';
import { IconArchive, IconTrash } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { WorkspaceView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { Outcome } from '../../ui/outcome.tsx';
import { useFocusBack } from '../../ui/use-focus-back.ts';
import { DeleteForm } from './delete-form.tsx';

/** Archive and delete, with what each one means. The admin workspace has neither, and says why. */
export const Danger = ({ workspace, onGone }: { workspace: WorkspaceView; onGone: () => void }) => {
  const { client, resources } = useHost();
  const [isDeleting, setDeleting] = useState(false);
  const opener = useFocusBack();
  const { id } = workspace;
  const gone = useCallback(() => {
    resources.workspaces.set((all) => (all ?? []).filter((other) => other.id !== id));
    resources.chats.refresh();
    onGone();
  }, [resources, id, onGone]);
  const archive = useAction(
    useCallback(async () => {
      await client.workspaces.archive({ id });
      gone();
    }, [client, id, gone]),
  );
  if (workspace.isAdmin)
    return (
      <section className="py-card py-ws__card" aria-label={t('danger.title')}>
        <h2>{t('danger.title')}</h2>
        <p className="py-dim">{t('danger.admin')}</p>
      </section>
    );
  return (
    <section className="py-card py-ws__card py-ws__danger" aria-label={t('danger.title')}>
      <h2>{t('danger.title')}</h2>
      <div className="py-ws__inline">
        <p className="py-dim">{t('danger.archiveWhat')}</p>
        <Button variant="default" leftSection={<IconArchive size={15} />} loading={archive.busy} onClick={() => void archive.run()}>
          {t('danger.archive')}
        </Button>
      </div>
      {archive.error && <Outcome result={{ ok: false, text: archive.error }} />}
      {isDeleting ? (
        <DeleteForm
          workspace={workspace}
          onGone={gone}
          onCancel={() => {
            setDeleting(false);
            opener.giveBack();
          }}
        />
      ) : (
        <div className="py-ws__inline">
          <p className="py-dim">{t('danger.deleteWhat')}</p>
          <Button ref={opener.ref} variant="outline" color="red" leftSection={<IconTrash size={15} />} onClick={() => setDeleting(true)}>
            {t('danger.delete')}
          </Button>
        </div>
      )}
    </section>
  );
};
