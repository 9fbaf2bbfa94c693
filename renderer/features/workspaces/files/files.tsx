import { Button, Skeleton } from '@mantine/core';
import { IconFolderOpen, IconFolderPlus, IconUpload } from '@tabler/icons-react';
import { type DragEvent, useCallback, useRef, useState } from 'react';
import type { FileEntryView, WorkspaceView } from '#contract/ui/views.ts';
import { t } from '../../../locales/translate.ts';
import { useHost } from '../../../rpc/host.ts';
import { shellCapabilities } from '../../../rpc/shell.ts';
import { useAction } from '../../../rpc/use-action.ts';
import { CopyAction } from '../../../ui/copy-action.tsx';
import { Outcome } from '../../../ui/outcome.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { UndoLine } from '../undo-line.tsx';
import { FileList } from './file-list.tsx';
import { FilePreview } from './file-preview.tsx';
import { saveFile } from './file-transfer.ts';
import { FolderPath } from './folder-path.tsx';
import { NewFolder } from './new-folder.tsx';
import { UploadList } from './upload-list.tsx';
import { type Order, useFolder } from './use-folder.ts';
import { useUploads } from './use-uploads.ts';
import './files.css';

const joined = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);

/** The folder of a workspace: look, upload, download, tidy up. */
export const Files = ({ workspace: { id: workspaceId, name, folder: hostFolder } }: { workspace: WorkspaceView }) => {
  const { client } = useHost();
  const shell = shellCapabilities();
  const [path, setPath] = useState('');
  const [order, setOrder] = useState<Order>({ sort: 'name', descending: false });
  const [open, setOpen] = useState<string | null>(null);
  const [isMaking, setMaking] = useState(false);
  const [isOver, setOver] = useState(false);
  const [gone, setGone] = useState<{ path: string; trashId: string } | null>(null);
  const picker = useRef<HTMLInputElement>(null);
  const opener = useRef<HTMLElement | null>(null);
  const { folder, error, refresh, more } = useFolder(workspaceId, path, order);
  const { uploads, add, replace, dismiss } = useUploads(workspaceId, refresh);
  const go = (to: string): void => {
    setPath(to);
    setOpen(null);
    setMaking(false);
  };
  const download = useAction(
    useCallback((file: string) => saveFile(client, { workspaceId, path: file }, file.split('/').at(-1) ?? file), [client, workspaceId]),
  );
  const remove = useAction(
    useCallback(
      async (file: string) => {
        const { trashId } = await client.files.remove({ workspaceId, path: file });
        setGone({ path: file, trashId });
        setOpen((shown) => (shown === file ? null : shown));
        await refresh();
      },
      [client, workspaceId, refresh],
    ),
  );
  const undo = useAction(
    useCallback(async () => {
      if (gone) await client.files.undoRemove({ workspaceId, ...gone });
      setGone(null);
      await refresh();
    }, [client, workspaceId, gone, refresh]),
  );
  const [outsideError, setOutsideError] = useState<string | null>(null);
  const openOutside = async (): Promise<void> => {
    const answer = await shell?.openPath(hostFolder);
    setOutsideError(answer && !answer.ok ? answer.text : null);
  };
  const choose = (entry: FileEntryView): void => {
    const target = joined(path, entry.name);
    if (entry.kind === 'dir') return go(target);
    opener.current = document.activeElement as HTMLElement | null;
    setOpen(open === target ? null : target);
  };
  const closePreview = (): void => {
    setOpen(null);
    opener.current?.focus();
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void add(path, [...event.dataTransfer.files]);
  };
  const failed = download.error ?? remove.error ?? outsideError;
  return (
    <section
      className={`py-ws__card py-disk${isOver ? ' py-disk--over' : ''}`}
      aria-label={t('workspaces.tab.files')}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <div className="py-disk__bar">
        <FolderPath root={name} path={path} onGo={go} />
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          aria-hidden
          onChange={(event) => {
            const chosen = [...(event.currentTarget.files ?? [])];
            event.currentTarget.value = '';
            void add(path, chosen);
          }}
        />
        <div className="py-ws__buttons">
          <Button size="xs" variant="default" leftSection={<IconUpload size={15} />} onClick={() => picker.current?.click()}>
            {t('files.upload')}
          </Button>
          <Button size="xs" variant="default" leftSection={<IconFolderPlus size={15} />} onClick={() => setMaking(true)}>
            {t('files.newFolder')}
          </Button>
          {shell && (
            <Button size="xs" variant="default" leftSection={<IconFolderOpen size={15} />} onClick={() => void openOutside()}>
              {t('files.openFolder')}
            </Button>
          )}
        </div>
      </div>
      <p className="py-dim py-disk__where">
        <code className="py-break" translate="no">
          {hostFolder}
        </code>
        <CopyAction text={hostFolder} label={t('settings.copyPath')} />
      </p>
      {isMaking && (
        <NewFolder
          onCancel={() => setMaking(false)}
          make={async (folderName) => {
            await client.files.makeFolder({ workspaceId, path: joined(path, folderName) });
            setMaking(false);
            await refresh();
          }}
        />
      )}
      {uploads.length > 0 && <UploadList uploads={uploads} onReplace={replace} onDismiss={dismiss} />}
      {gone && (
        <UndoLine
          text={t('files.deleted', { name: gone.path.split('/').at(-1) ?? '' })}
          error={undo.error}
          busy={undo.busy}
          onUndo={() => void undo.run()}
          onClose={() => setGone(null)}
        />
      )}
      {failed && <Outcome result={{ ok: false, text: failed }} />}
      {error && (
        <Problem what={t('files.loadFailed')} why={error}>
          <Button size="xs" variant="default" onClick={() => (path === '' ? void refresh() : go(''))}>
            {t(path === '' ? 'action.retry' : 'files.toTop')}
          </Button>
        </Problem>
      )}
      {!folder && !error && <Skeleton height={140} radius={14} aria-hidden />}
      {folder?.total === 0 && (
        <div className="py-ws__empty">
          <strong>{t(path === '' ? 'files.emptyTitle' : 'files.emptyFolder')}</strong>
          <p className="py-dim">{t('files.empty')}</p>
        </div>
      )}
      <div className={open === null ? undefined : 'py-disk__beside'}>
        {folder && folder.total > 0 && (
          <FileList
            folder={folder}
            order={order}
            onOrder={setOrder}
            openName={open?.split('/').at(-1) ?? null}
            onOpen={choose}
            onDownload={(entry) => void download.run(joined(path, entry.name))}
            onRemove={(entry) => void remove.run(joined(path, entry.name))}
            onMore={() => void more()}
          />
        )}
        {open !== null && <FilePreview key={open} workspaceId={workspaceId} path={open} onClose={closePreview} />}
      </div>
    </section>
  );
};
