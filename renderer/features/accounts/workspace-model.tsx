import { Autocomplete, Button, NativeSelect } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import type { WorkspaceView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import { useAction } from '../../rpc/use-action.ts';
import { TestOutcome } from './test-outcome.tsx';

/** The model names of an account, for suggestions; empty while unknown. */
const useModelIds = (account: string): readonly string[] => {
  const { client } = useHost();
  const [found, setFound] = useState<{ account: string; ids: readonly string[] } | null>(null);
  useEffect(() => {
    if (account === '') return;
    let isCurrent = true;
    client.accounts.models({ name: account }).then(
      ({ models }) => isCurrent && setFound({ account, ids: models.map(({ id }) => id) }),
      // Suggestions only: the name can be typed.
      (error: unknown) => console.warn(`The models of ${account} could not be listed.`, error),
    );
    return () => {
      isCurrent = false;
    };
  }, [client, account]);
  return found?.account === account ? found.ids : [];
};

/** Account and model of one workspace. Only accounts of its own realm are offered. */
export const WorkspaceModel = ({ workspace }: { workspace: WorkspaceView }) => {
  const { client, resources } = useHost();
  const accounts = useResource(resources.accounts).value ?? [];
  const saved = workspace.accounts[0]?.name ?? '';
  const [account, setAccount] = useState(saved);
  const [model, setModel] = useState(workspace.model ?? '');
  const [isSaved, setSaved] = useState(false);
  const ids = useModelIds(account);
  useEffect(() => {
    setAccount(saved);
    setModel(workspace.model ?? '');
  }, [saved, workspace.model]);

  const save = useAction(
    useCallback(async () => {
      const rest = workspace.accounts.map(({ name }) => name).filter((name) => name !== account);
      const next = await client.workspaces.set({
        name: workspace.name,
        accounts: account ? [account, ...rest] : rest,
        model: model.trim() || null,
      });
      resources.workspaces.set((all) => (all ?? []).map((other) => (other.id === next.id ? next : other)));
      setSaved(true);
    }, [client, resources, workspace, account, model]),
  );
  const fitting = accounts.filter(({ realm }) => realm === workspace.realm).map(({ name }) => name);
  const isChanged = account !== saved || (model.trim() || null) !== workspace.model;
  const others = workspace.accounts.slice(1).map(({ name }) => name);
  return (
    <article className="py-card py-workspace" aria-label={workspace.name}>
      <h3 className="py-break" translate="no">
        {workspace.name}
      </h3>
      <div className="py-workspace__fields">
        <NativeSelect
          label={t('workspaces.account')}
          value={account}
          translate="no"
          data={account === '' ? ['', ...fitting] : fitting}
          onChange={(event) => {
            setAccount(event.currentTarget.value);
            setModel('');
            setSaved(false);
          }}
        />
        <Autocomplete
          label={t('workspaces.model')}
          placeholder={t('workspaces.defaultModel')}
          value={model}
          data={[...new Set(ids)]}
          limit={30}
          comboboxProps={{ transitionProps: { duration: 0 } }}
          onChange={(next) => {
            setModel(next);
            setSaved(false);
          }}
        />
        <Button variant="default" disabled={!isChanged} loading={save.busy} onClick={() => void save.run()}>
          {t('action.save')}
        </Button>
      </div>
      {others.length > 0 && <p className="py-dim">{t('workspaces.then', { names: others.join(', ') })}</p>}
      {save.error && <TestOutcome result={{ ok: false, text: save.error }} />}
      {isSaved && !isChanged && <TestOutcome result={{ ok: true, text: t('workspaces.saved') }} />}
    </article>
  );
};
