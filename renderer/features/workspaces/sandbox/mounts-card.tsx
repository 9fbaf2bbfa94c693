import { ActionIcon, Button, Switch } from '@mantine/core';
import { IconFolderPlus, IconX } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { MountView } from '#contract/ui/domains/sandbox.ts';
import type { WorkspaceView } from '#contract/ui/views.ts';
import { t } from '../../../locales/translate.ts';
import { useHost } from '../../../rpc/host.ts';
import { useFresh } from '../../../rpc/use-fresh.ts';
import { Outcome } from '../../../ui/outcome.tsx';
import { reasonParts } from '../../../ui/reason-text.ts';
import { useFocusBack } from '../../../ui/use-focus-back.ts';
import { AddMount } from './add-mount.tsx';
import { endsWith } from './losses.ts';
import { MountList } from './mount-list.tsx';
import type { Live } from './use-live.ts';
import { type Panel, useChange } from './use-panel.ts';

const staleBy = ['sandbox'] as const;

const MountRow = ({ mount, busy, onWrite, onRemove }: MountRowProps) => {
  const { what, why, next } = reasonParts(mount.reason);
  return (
    <li>
      <div>
        <p className="py-break">
          <bdi translate="no">{mount.path}</bdi>{' '}
          <span className="py-chip">{t(mount.write === null ? 'mounts.refused' : mount.write ? 'mounts.rw' : 'mounts.ro')}</span>
        </p>
        <p className="py-dim py-break">
          {t('mounts.inside')} <code translate="no">extra/{mount.name}</code>
        </p>
        {mount.reason && (
          <p className={mount.write === null ? 'py-outcome--bad py-break' : 'py-dim py-break'} translate="no">
            {[mount.write === null ? null : what, why, next].filter(Boolean).join(' ')}
          </p>
        )}
      </div>
      <Switch
        label={t('mounts.mayWrite')}
        aria-label={t('mounts.mayWriteOf', { path: mount.path })}
        checked={mount.wantsWrite}
        disabled={busy}
        onChange={(event) => onWrite(event.currentTarget.checked)}
      />
      <ActionIcon variant="subtle" color="gray" disabled={busy} aria-label={t('mounts.remove', { path: mount.path })} onClick={onRemove}>
        <IconX size={16} />
      </ActionIcon>
    </li>
  );
};
interface MountRowProps {
  readonly mount: MountView;
  readonly busy: boolean;
  readonly onWrite: (write: boolean) => void;
  readonly onRemove: () => void;
}

/** Folders of this computer that the workspace sees beside its own, and the list that allows them. */
export const MountsCard = ({ workspace, panel, live }: { workspace: WorkspaceView; panel: Panel; live: Live }) => {
  const { client } = useHost();
  const { id, now } = panel;
  const change = useChange(panel);
  const [isAdding, setAdding] = useState(false);
  const opener = useFocusBack();
  const list = useFresh(
    useCallback(() => client.sandbox.mountList(), [client]),
    staleBy,
  );
  if (now === null) return null;
  const ends = endsWith(live.latest === null ? now : { ...now, usage: live.latest.usage, processes: live.latest.processes });
  const close = (): void => {
    setAdding(false);
    opener.giveBack();
  };
  const error = change.error ?? list.error;
  return (
    <section className="py-card py-ws__card" aria-label={t('mounts.title')}>
      <div className="py-ws__inline">
        <div>
          <h2>{t('mounts.title')}</h2>
          <p className="py-dim">{t('mounts.what')}</p>
        </div>
        {!isAdding && (
          <Button ref={opener.ref} variant="default" leftSection={<IconFolderPlus size={15} />} onClick={() => setAdding(true)}>
            {t('mounts.add')}
          </Button>
        )}
      </div>
      {ends.length > 0 && <p className="py-dim py-break">{[t('mounts.restarts'), ...ends].join(' ')}</p>}
      {now.isolation === 'light' && <p className="py-dim">{t('mounts.notInThisKind')}</p>}
      {isAdding && (
        <AddMount workspace={workspace} panel={panel} list={list.value} onListed={(next) => list.set(() => next)} onClose={close} />
      )}
      {now.mounts.length > 0 && (
        <ul className="py-sb__mounts" aria-label={t('mounts.title')}>
          {now.mounts.map((mount) => (
            <MountRow
              key={mount.name}
              mount={mount}
              busy={change.busy}
              onWrite={(write) => void change.run(client.sandbox.setMount({ id, name: mount.name, path: mount.path, write }))}
              onRemove={() => void change.run(client.sandbox.removeMount({ id, name: mount.name }))}
            />
          ))}
        </ul>
      )}
      {error && <Outcome result={{ ok: false, text: error }} />}
      {list.value && <MountList state={list.value} onChanged={(next) => list.set(() => next)} />}
    </section>
  );
};
