import { Button } from '@mantine/core';
import { IconFolder, IconFolderOpen, IconShieldCheck, IconShieldOff } from '@tabler/icons-react';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import { shellCapabilities } from '../../rpc/shell.ts';
import { CopyAction } from '../../ui/copy-action.tsx';
import { StepActions, type StepProps } from './step.tsx';

const dockerHelp = 'https://docs.docker.com/get-started/get-docker/';

/** Where the folder is and what keeps it apart, as the host says it. */
export const WorkStep = ({ onNext, onLater, onBack }: StepProps & { onBack: () => void }) => {
  const { resources } = useHost();
  const shell = shellCapabilities();
  const workspace = useResource(resources.workspaces).value?.find(({ isAdmin }) => isAdmin);
  const sandbox = useResource(resources.status).value?.sandboxes.find(({ workspaceId }) => workspaceId === workspace?.id);
  const plugins = useResource(resources.plugins).value ?? [];
  // Only offered when Docker would be used once it runs.
  const couldUseDocker =
    sandbox !== undefined &&
    sandbox.isolation !== 'container' &&
    plugins.some(({ enabled, contributes }) => enabled && contributes.some(({ kind, id }) => kind === 'sandbox' && id === 'docker'));
  return (
    <div className="py-welcome__form">
      <section className="py-fact">
        <IconFolder size={20} aria-hidden />
        <div>
          <h2>{t('welcome.fresh')}</h2>
          <p className="py-dim">{t('welcome.freshWhy')}</p>
          {workspace && (
            <div className="py-path">
              <code className="py-break" translate="no">
                {workspace.folder}
              </code>
              <CopyAction text={workspace.folder} label={t('welcome.copyPath')} />
              {shell && (
                <Button
                  size="compact-xs"
                  variant="default"
                  leftSection={<IconFolderOpen size={14} />}
                  onClick={() => void shell.openPath(workspace.folder)}
                >
                  {t('welcome.openFolder')}
                </Button>
              )}
            </div>
          )}
          <p className="py-dim">{t('welcome.ownFolder')}</p>
        </div>
      </section>
      {sandbox && (
        <section className="py-fact">
          {sandbox.isolation ? <IconShieldCheck size={20} aria-hidden /> : <IconShieldOff size={20} aria-hidden />}
          <div>
            <h2>{t('welcome.sandbox')}</h2>
            <p className="py-dim" translate={sandbox.isolation ? 'no' : undefined}>
              {sandbox.isolation === null
                ? t('welcome.sandboxNone')
                : t('welcome.sandboxText', { sandbox: sandbox.provider ?? '', strength: sandbox.sentence })}
            </p>
            {couldUseDocker && (
              <p className="py-dim">
                {t('welcome.docker')}{' '}
                <a href={dockerHelp} target="_blank" rel="noopener noreferrer">
                  {t('welcome.getDocker')}
                </a>
              </p>
            )}
          </div>
        </section>
      )}
      <StepActions onBack={onBack} onLater={onLater}>
        <Button size="md" autoFocus onClick={onNext}>
          {t('welcome.next')}
        </Button>
      </StepActions>
    </div>
  );
};
