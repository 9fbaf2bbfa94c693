import { Autocomplete, Button, NativeSelect } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import type { WorkspaceView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import { useAction } from '../../rpc/use-action.ts';
import { useModelIds } from '../../rpc/use-model-ids.ts';
import { ColorDot } from '../../ui/color-dot.tsx';
import { Outcome } from '../../ui/outcome.tsx';
import { NextAccounts } from './next-accounts.tsx';

/** What is saved for a workspace, and what is chosen instead but not saved yet. */
const useChoice = (workspace: WorkspaceView) => {
  const saved = workspace.accounts.map(({ name }) => name);
  const savedKey = JSON.stringify(saved);
  const [names, setNames] = useState<readonly string[]>(saved);
  const [model, setModel] = useState(workspace.model ?? '');
  useEffect(() => {
    setNames(JSON.parse(savedKey) as string[]);
    setModel(workspace.model ?? '');
  }, [savedKey, workspace.model]);
  const isChanged = JSON.stringify(names) !== savedKey || (model.trim() || null) !== workspace.model;
  return { names, setNames, model, setModel, isChanged };
};

/** Accounts and model of one workspace. Only accounts of its own realm are offered, and only those chosen here are used. */
export const WorkspaceModel = ({ workspace, onOpenAccounts }: { workspace: WorkspaceView; onOpenAccounts: () => void }) => {
  const { client, resources } = useHost();
  const accounts = useResource(resources.accounts).value ?? [];
  const { names, setNames, model, setModel, isChanged } = useChoice(workspace);
  const [isSaved, setSaved] = useState(false);
  const account = names[0] ?? '';
  const next = names.slice(1);
  const ids = useModelIds(account);
  const color = accounts.find(({ name }) => name === account)?.color;
  const save = useAction(
    useCallback(async () => {
      const answered = await client.workspaces.set({ name: workspace.name, accounts: [...names], model: model.trim() || null });
      resources.workspaces.set((all) => (all ?? []).map((other) => (other.id === answered.id ? answered : other)));
      setSaved(true);
    }, [client, resources, workspace.name, names, model]),
  );
  const fitting = accounts.filter(({ realm }) => realm === workspace.realm).map(({ name }) => name);
  const choose = (chosen: readonly string[]): void => {
    setNames(chosen);
    setSaved(false);
  };
  return (
    <section className="py-card py-ws__card" aria-label={t('workspaces.thinking')}>
      <div className="py-ws__inline">
        <h2>{t('workspaces.thinking')}</h2>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={onOpenAccounts}>
          {t('workspaces.manageAccounts')}
        </Button>
      </div>
      <div className="py-ws__fields">
        <NativeSelect
          label={t('workspaces.account')}
          value={account}
          translate="no"
          leftSection={color && <ColorDot color={color} />}
          data={account === '' ? ['', ...fitting] : fitting}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            choose([chosen, ...next.filter((name) => name !== chosen)]);
            setModel('');
          }}
        />
        <Autocomplete
          label={t('workspaces.model')}
          placeholder={t('workspaces.defaultModel')}
          value={model}
          data={[...new Set(ids)]}
          limit={30}
          comboboxProps={{ transitionProps: { duration: 0 } }}
          onChange={(typed) => {
            setModel(typed);
            setSaved(false);
          }}
        />
        <Button variant="default" disabled={!isChanged} loading={save.busy} onClick={() => void save.run()}>
          {t('action.save')}
        </Button>
      </div>
      <NextAccounts first={account} next={next} fitting={fitting} onChange={(chosen) => choose([account, ...chosen])} />
      {save.error && <Outcome result={{ ok: false, text: save.error }} />}
      {isSaved && !isChanged && <Outcome result={{ ok: true, text: t('workspaces.saved') }} />}
    </section>
  );
};
