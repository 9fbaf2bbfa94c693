import { Button, Skeleton, UnstyledButton } from '@mantine/core';
import { IconChevronRight, IconPlus, IconShieldExclamation } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import type { SandboxView } from '#contract/ui/host-views.ts';
import type { WorkspaceView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useFresh } from '../../rpc/use-fresh.ts';
import { ColorDot } from '../../ui/color-dot.tsx';
import { shortWhen } from '../../ui/time.ts';
import { useFocusBack } from '../../ui/use-focus-back.ts';
import { useNow } from '../../ui/use-now.ts';
import { NewWorkspace } from './new-workspace.tsx';
import { Resting } from './resting.tsx';
import { sandboxStateText } from './sandbox/sandbox-text.ts';

const staleBy = ['sandbox', 'workspace'] as const;

const minuteMs = 60_000;

const Row = ({ workspace, sandbox, onOpen }: { workspace: WorkspaceView; sandbox: SandboxView | null; onOpen: () => void }) => {
  const now = useNow(minuteMs);
  const [first] = workspace.accounts;
  const thinker = first ? [first.name, workspace.model].filter(Boolean).join(' · ') : t('workspaces.noAccount');
  const used = workspace.lastUsedAt === null ? t('workspaces.neverUsed') : shortWhen(workspace.lastUsedAt, now);
  return (
    <li>
      <UnstyledButton className="py-ws__row" onClick={onOpen}>
        <ColorDot color={workspace.color} />
        <span className="py-ws__rowtext">
          <span className="py-ws__rowname">
            <strong className="py-break" dir="auto" translate="no">
              {workspace.name}
            </strong>
            {workspace.isAdmin && <span className="py-chip">{t('workspaces.admin')}</span>}
            <span className="py-chip" translate="no">
              {workspace.realm}
            </span>
            {workspace.tainted && (
              <span className="py-chip py-ws__mark">
                <IconShieldExclamation size={13} aria-hidden /> {t('workspaces.tainted')}
              </span>
            )}
          </span>
          <span className="py-dim py-break">
            <span translate="no">{thinker}</span>
            {sandbox &&
              ` · ${sandbox.isolation === null ? sandboxStateText(sandbox) : t('workspaces.sandboxIs', { state: sandboxStateText(sandbox) })}`}
          </span>
        </span>
        <span className="py-dim py-ws__when">{used}</span>
        <IconChevronRight size={16} aria-hidden className="py-ws__go" />
      </UnstyledButton>
    </li>
  );
};

/** Every workspace with what tells it from the others, new ones from templates, and those that rest. */
export const WorkspaceList = ({ workspaces, onOpen }: { workspaces: readonly WorkspaceView[] | null; onOpen: (id: string) => void }) => {
  const { client, resources } = useHost();
  const [isAdding, setAdding] = useState(false);
  const opener = useFocusBack();
  const status = useFresh(
    useCallback(() => client.host.status(), [client]),
    staleBy,
  );
  // When a workspace was last used changes with every message, of which its own news say nothing.
  useEffect(() => resources.workspaces.refresh(), [resources]);
  const close = (): void => {
    setAdding(false);
    opener.giveBack();
  };
  return (
    <>
      <header className="py-ws__head">
        <div>
          <h1>{t('workspaces.title')}</h1>
          <p className="py-dim">{t('workspaces.what')}</p>
        </div>
        {!isAdding && (
          <Button ref={opener.ref} leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
            {t('workspaces.new')}
          </Button>
        )}
      </header>
      {isAdding && (
        <NewWorkspace
          onCancel={close}
          onAdded={(added) => {
            resources.workspaces.set((all) => [...(all ?? []).filter(({ id }) => id !== added.id), added]);
            resources.chats.refresh();
            onOpen(added.id);
          }}
        />
      )}
      {workspaces === null ? (
        <Skeleton height={150} radius={14} aria-hidden />
      ) : (
        <ul className="py-ws__list" aria-label={t('workspaces.title')}>
          {workspaces.map((workspace) => (
            <Row
              key={workspace.id}
              workspace={workspace}
              sandbox={status.value?.sandboxes.find(({ workspaceId }) => workspaceId === workspace.id) ?? null}
              onOpen={() => onOpen(workspace.id)}
            />
          ))}
        </ul>
      )}
      <Resting />
    </>
  );
};
