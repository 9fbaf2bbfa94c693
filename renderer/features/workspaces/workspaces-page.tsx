import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import { NotLoaded } from '../../ui/not-loaded.tsx';
import { WorkspaceGone } from './workspace-gone.tsx';
import { WorkspaceList } from './workspace-list.tsx';
import { WorkspaceScreen } from './workspace-screen.tsx';
import './workspaces.css';

export interface WorkspacesPageProps {
  /** The id of the workspace that the address names, and after a colon the part of its screen; null is the list. */
  readonly part: string | null;
  readonly onOpenPlugin: (id: string) => void;
  readonly onOpenSpace: () => void;
  readonly onOpen: (id: string | null) => void;
  readonly onOpenAccounts: () => void;
}

/** All workspaces, or one of them. */
export const WorkspacesPage = ({ part, onOpen, onOpenAccounts, onOpenPlugin, onOpenSpace }: WorkspacesPageProps) => {
  const { resources } = useHost();
  const { value, error } = useResource(resources.workspaces);
  const [chosen = null, tab = null] = part?.split(':') ?? [];
  const open = value?.find(({ id }) => id === chosen);
  return (
    <div className="py-scroll" key={chosen ?? ''}>
      <div className={`py-page py-ws${part === null ? '' : ' py-ws--one'}`}>
        {error && <NotLoaded what={t('workspaces.loadFailed')} why={error} onAgain={resources.workspaces.refresh} />}
        {part === null && <WorkspaceList workspaces={value} onOpen={onOpen} />}
        {part !== null && open && (
          <WorkspaceScreen
            key={open.id}
            workspace={open}
            tab={tab}
            onTab={(next) => onOpen(next === 'general' ? open.id : `${open.id}:${next}`)}
            onOpenPlugin={onOpenPlugin}
            onOpenSpace={onOpenSpace}
            onBack={() => onOpen(null)}
            onOpenAccounts={onOpenAccounts}
          />
        )}
        {part !== null && value && !open && <WorkspaceGone onBack={() => onOpen(null)} />}
      </div>
    </div>
  );
};
