import { Anchor, Button } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { SpaceView } from '#contract/ui/domains/sandbox.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { fileSize } from '../../ui/attachment.tsx';
import { Outcome } from '../../ui/outcome.tsx';

type One = SpaceView['workspaces'][number];
interface WorkspaceSpaceProps {
  readonly workspaces: readonly One[];
  readonly onOpen: (id: string, tab: string) => void;
  readonly onChanged: () => void;
}

const Row = ({ workspace, onOpen, onChanged }: { workspace: One } & Omit<WorkspaceSpaceProps, 'workspaces'>) => {
  const { client } = useHost();
  const { id, name, state, bytes, trashBytes, isOwnFolder } = workspace;
  const [isAsked, setAsked] = useState(false);
  const empty = useAction(
    useCallback(async () => {
      await client.sandbox.emptyTrash({ id });
      setAsked(false);
      onChanged();
    }, [client, id, onChanged]),
  );
  const size = fileSize(trashBytes);
  return (
    <li>
      <span className="py-break">
        {state === 'here' ? (
          <Anchor component="button" type="button" size="sm" onClick={() => onOpen(id, 'files')}>
            <bdi translate="no">{name}</bdi>
          </Anchor>
        ) : (
          <bdi translate="no">{name}</bdi>
        )}{' '}
        {state !== 'here' && <span className="py-chip">{t(`space.${state}`)}</span>}
        {isOwnFolder && <span className="py-chip">{t('space.own')}</span>}
        {trashBytes > 0 && <small className="py-dim"> {t('space.inTrash', { size })}</small>}
      </span>
      {trashBytes > 0 && state === 'here' && !isAsked && (
        <Button size="compact-sm" variant="default" aria-label={t('space.emptyTrashOf', { name })} onClick={() => setAsked(true)}>
          {t('space.emptyTrash')}
        </Button>
      )}
      <span className="py-space__size">{fileSize(bytes)}</span>
      {isAsked && (
        <div className="py-space__sure" role="alert">
          <p>{t('space.emptyTrashWhat', { name, size })}</p>
          <Button size="compact-sm" color="red" loading={empty.busy} onClick={() => void empty.run()}>
            {t('space.emptyTrashYes')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => setAsked(false)}>
            {t('action.cancel')}
          </Button>
        </div>
      )}
      {empty.error && <Outcome result={{ ok: false, text: empty.error }} />}
    </li>
  );
};

/** The folders of workspaces by what they hold, the largest first; their trash can be emptied. */
export const WorkspaceSpace = ({ workspaces, ...rest }: WorkspaceSpaceProps) => (
  <section aria-labelledby="space-workspaces">
    <h2 id="space-workspaces">{t('space.workspaces')}</h2>
    <ul className="py-card py-space">
      {[...workspaces]
        .sort((a, b) => b.bytes - a.bytes)
        .map((workspace) => (
          <Row key={workspace.id} workspace={workspace} {...rest} />
        ))}
    </ul>
  </section>
);
