import { ActionIcon, Button, Switch } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useCallback, useId, useState } from 'react';
import type { MountListState, MountListView } from '#contract/ui/domains/sandbox.ts';
import { t } from '../../../locales/translate.ts';
import { useHost } from '../../../rpc/host.ts';
import { useAction } from '../../../rpc/use-action.ts';
import { CopyAction } from '../../../ui/copy-action.tsx';
import { Outcome } from '../../../ui/outcome.tsx';
import { reasonText } from '../../../ui/reason-text.ts';
import { withFolder, withoutFolder } from './list-change.ts';

/** The folders that sandboxes may see at all, for every workspace; the same file can be edited by hand. */
export const MountList = ({ state, onChanged }: { state: MountListState; onChanged: (next: MountListState) => void }) => {
  const { client } = useHost();
  const [isOpen, setOpen] = useState(false);
  const bodyId = useId();
  const save = useAction(
    useCallback(async (list: MountListView) => onChanged(await client.sandbox.setMountList(list)), [client, onChanged]),
  );
  const { list, reason, file } = state;
  const isBroken = reason?.code === 'mount-list-unreadable';
  return (
    <div className="py-sb__list">
      <div className="py-ws__inline">
        <p className="py-dim">{list ? t('mounts.listHas', { n: list.allowedRoots.length }) : t('mounts.listNone')}</p>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          aria-expanded={isOpen}
          aria-controls={isOpen ? bodyId : undefined}
          onClick={() => setOpen(!isOpen)}
        >
          {t(isOpen ? 'mounts.hideList' : 'mounts.showList')}
        </Button>
      </div>
      {isBroken && <Outcome result={{ ok: false, text: reasonText(reason) }} />}
      {isOpen && (
        <div id={bodyId} className="py-sb__listbody">
          {list && list.allowedRoots.length > 0 && (
            <ul className="py-sb__mounts" aria-label={t('mounts.list')}>
              {list.allowedRoots.map((root) => (
                <li key={root.path}>
                  <div>
                    <p className="py-break">
                      <bdi translate="no">{root.path}</bdi>
                    </p>
                    {root.description !== '' && (
                      <p className="py-dim py-break" translate="no">
                        {root.description}
                      </p>
                    )}
                  </div>
                  <Switch
                    label={t('mounts.rootWrite')}
                    aria-label={t('mounts.rootWriteOf', { path: root.path })}
                    checked={root.allowReadWrite}
                    disabled={save.busy}
                    onChange={(event) => void save.run(withFolder(list, { path: root.path, allowReadWrite: event.currentTarget.checked }))}
                  />
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    disabled={save.busy}
                    aria-label={t('mounts.forget', { path: root.path })}
                    onClick={() => void save.run(withoutFolder(list, root.path))}
                  >
                    <IconX size={16} />
                  </ActionIcon>
                </li>
              ))}
            </ul>
          )}
          {list && (
            <Switch
              label={t('mounts.onlyAdminWrites')}
              checked={list.nonAdminReadOnly}
              disabled={save.busy}
              onChange={(event) => void save.run({ ...list, nonAdminReadOnly: event.currentTarget.checked })}
            />
          )}
          <p className="py-dim py-break">
            {t('mounts.neverMounted')} <span translate="no">{[...state.alwaysBlocked, ...(list?.blockedPatterns ?? [])].join(', ')}</span>
          </p>
          <div className="py-ws__inline">
            <p className="py-dim py-break">
              {t('mounts.file')} <bdi translate="no">{file}</bdi>
            </p>
            <CopyAction text={file} label={t('mounts.copyFile')} />
          </div>
        </div>
      )}
      {save.error && <Outcome result={{ ok: false, text: save.error }} />}
    </div>
  );
};
