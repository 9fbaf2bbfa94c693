import { Button, Switch } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import type { MountListState, MountView } from '#contract/ui/domains/sandbox.ts';
import type { WorkspaceView } from '#contract/ui/views.ts';
import { t } from '../../../locales/translate.ts';
import { useHost } from '../../../rpc/host.ts';
import { folderPicker } from '../../../rpc/shell.ts';
import { useAction } from '../../../rpc/use-action.ts';
import { FolderField } from '../../../ui/folder-field.tsx';
import { Outcome } from '../../../ui/outcome.tsx';
import { reasonText } from '../../../ui/reason-text.ts';
import { withFolder } from './list-change.ts';
import { mountNameOf } from './mount-name.ts';
import type { Panel } from './use-panel.ts';

export interface AddMountProps {
  readonly workspace: WorkspaceView;
  readonly panel: Panel;
  readonly list: MountListState | null;
  readonly onListed: (next: MountListState) => void;
  readonly onClose: () => void;
}
const curable = new Set(['mounts-no-list', 'mount-not-allowed']);

/** A folder for this workspace. One that no list allows yet needs a second yes, which says what it means. */
export const AddMount = ({ workspace, panel, list, onListed, onClose }: AddMountProps) => {
  const { client } = useHost();
  const { id, now, set } = panel;
  const [path, setPath] = useState('');
  const [write, setWrite] = useState(false);
  const [tried, setTried] = useState<MountView | null>(null);
  const name = mountNameOf(path, now?.mounts.map((mount) => mount.name) ?? []);
  const mount = { id, name, path: path.trim(), write };
  const save = async (): Promise<void> => {
    const next = await client.sandbox.setMount(mount);
    set(() => next);
    onClose();
  };
  const add = useAction(async () => {
    const found = await client.sandbox.tryMount(mount);
    if (found.write === null) setTried(found);
    else await save();
  });
  const allow = useAction(async () => {
    onListed(await client.sandbox.setMountList(withFolder(list?.list ?? null, { path: mount.path, allowReadWrite: write })));
    await save();
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (path.trim() !== '') void add.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onClose();
  };
  const change = (next: string): void => {
    setPath(next);
    setTried(null);
  };
  const canAllow = tried?.reason !== null && tried?.reason !== undefined && curable.has(tried.reason.code);
  const isHeld = list?.reason?.code === 'mount-list-unreadable';
  const error = add.error ?? allow.error;
  return (
    <form className="py-sb__add" aria-label={t('mounts.add')} onSubmit={submit} onKeyDown={onKeyDown}>
      <FolderField
        autoFocus
        label={t('mounts.path')}
        description={t('mounts.pathHint')}
        value={path}
        onChange={change}
        pick={folderPicker()}
        error={tried?.reason && !canAllow ? reasonText(tried.reason) : null}
      />
      <Switch
        label={t('mounts.mayWrite')}
        description={t('mounts.mayWriteHint')}
        checked={write}
        onChange={(event) => {
          setWrite(event.currentTarget.checked);
          setTried(null);
        }}
      />
      {tried?.reason && canAllow && !isHeld && (
        <div className="py-sb__yes" role="alert">
          <p className="py-break">
            <strong>{t(write ? 'mounts.allowWriteTitle' : 'mounts.allowTitle')}</strong>
          </p>
          <p className="py-dim py-break">{t('mounts.allowWhat', { file: list?.file ?? '' })}</p>
          {write && !workspace.isAdmin && (list?.list?.nonAdminReadOnly ?? true) && <p className="py-dim">{t('mounts.adminOnly')}</p>}
        </div>
      )}
      {canAllow && isHeld && list?.reason && <Outcome result={{ ok: false, text: reasonText(list.reason) }} />}
      {error && <Outcome result={{ ok: false, text: error }} />}
      <div className="py-ws__buttons">
        {canAllow && !isHeld ? (
          <Button type="button" loading={allow.busy} onClick={() => void allow.run()}>
            {t(write ? 'mounts.allowWrite' : 'mounts.allow')}
          </Button>
        ) : (
          <Button type="submit" loading={add.busy} disabled={path.trim() === '' || (canAllow && isHeld)}>
            {t('mounts.add')}
          </Button>
        )}
        <Button variant="default" onClick={onClose}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  );
};
