import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import { Problem } from '../../ui/problem.tsx';
import { WorkspaceModel } from './workspace-model.tsx';

/** Which account and model each workspace uses. */
export const WorkspaceModels = () => {
  const { resources } = useHost();
  const workspaces = useResource(resources.workspaces);
  return (
    <section className="py-accounts__list" aria-label={t('workspaces.title')}>
      <header>
        <h2>{t('workspaces.title')}</h2>
        <p className="py-dim">{t('workspaces.intro')}</p>
      </header>
      {workspaces.error && <Problem what={t('workspaces.loadFailed')} why={workspaces.error} />}
      {workspaces.value?.map((workspace) => (
        <WorkspaceModel key={workspace.id} workspace={workspace} />
      ))}
    </section>
  );
};
