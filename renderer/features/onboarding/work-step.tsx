import { Button, Checkbox } from '@mantine/core';
import { IconFolderOpen, IconShieldCheck, IconShieldOff } from '@tabler/icons-react';
import { type FormEvent, useCallback, useState } from 'react';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import { folderPicker, shellCapabilities } from '../../rpc/shell.ts';
import { useAction } from '../../rpc/use-action.ts';
import { CopyAction } from '../../ui/copy-action.tsx';
import { FolderChoice } from '../../ui/folder-choice.tsx';
import { Problem } from '../../ui/problem.tsx';
import { StepActions, type StepProps } from './step.tsx';

const dockerHelp = 'https://docs.docker.com/get-started/get-docker/';

/** Which folder it works in, and what keeps it apart, as the host says it. */
export const WorkStep = ({ onNext, onLater, onBack }: StepProps & { onBack: () => void }) => {
  const { client, resources } = useHost();
  const shell = shellCapabilities();
  const workspace = useResource(resources.workspaces).value?.find(({ isAdmin }) => isAdmin);
  const sandbox = useResource(resources.status).value?.sandboxes.find(({ workspaceId }) => workspaceId === workspace?.id);
  const plugins = useResource(resources.plugins).value ?? [];
  const [chosen, setChosen] = useState<{ readonly own: string | null } | null>(null);
  const [samples, setSamples] = useState(true);
  // Only offered when Docker would be used once it runs.
  const couldUseDocker =
    sandbox !== undefined &&
    sandbox.isolation !== 'container' &&
    plugins.some(({ enabled, contributes }) => enabled && contributes.some(({ kind, id }) => kind === 'sandbox' && id === 'docker'));
  const current = workspace?.isOwnFolder ? workspace.folder : null;
  const own = chosen ? chosen.own : current;
  const save = useAction(
    useCallback(async () => {
      if (workspace && (own?.trim() ?? null) !== current)
        await client.workspaces.setFolder({ name: workspace.name, ownFolder: own, samples: own !== null && samples });
      onNext();
    }, [client, workspace, own, current, samples, onNext]),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (own?.trim() !== '') void save.run();
  };
  const choose = (next: string | null): void => {
    setChosen({ own: next });
    save.clear();
  };
  return (
    <form className="py-welcome__form" onSubmit={submit}>
      <FolderChoice
        own={own}
        onChange={choose}
        pick={folderPicker()}
        labelledBy="py-welcome-title"
        aboutFresh={
          workspace &&
          !workspace.isOwnFolder && (
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
          )
        }
        aboutOwn={
          <Checkbox
            size="sm"
            label={t('welcome.samplesThere')}
            checked={samples}
            onChange={(event) => setSamples(event.currentTarget.checked)}
          />
        }
      />
      {save.error && <Problem what={t('welcome.folderRefused')} why={save.error} />}
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
        <Button type="submit" size="md" autoFocus loading={save.busy} disabled={own?.trim() === ''}>
          {t('welcome.next')}
        </Button>
      </StepActions>
    </form>
  );
};
