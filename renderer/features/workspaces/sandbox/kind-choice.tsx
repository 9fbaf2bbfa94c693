import { NativeSelect } from '@mantine/core';
import { useCallback } from 'react';
import type { SandboxPanelView } from '#contract/ui/domains/sandbox.ts';
import type { WorkspaceView } from '#contract/ui/views.ts';
import { hasText, t } from '../../../locales/translate.ts';
import { useHost } from '../../../rpc/host.ts';
import { useAction } from '../../../rpc/use-action.ts';

const labelOf = (name: string): string => {
  const key = `sandbox.kind.${name}`;
  return hasText(key) ? t(key) : name;
};

export interface KindChoiceProps {
  readonly workspace: WorkspaceView;
  readonly panel: SandboxPanelView;
  readonly onChanged: () => void;
}

/** Which kind of sandbox the workspace asks for. */
export const KindChoice = ({ workspace, panel, onChanged }: KindChoiceProps) => {
  const { client, resources } = useHost();
  const { name } = workspace;
  const choose = useAction(
    useCallback(
      async (sandbox: string) => {
        const answered = await client.workspaces.set({ name, sandbox });
        resources.workspaces.set((all) => (all ?? []).map((other) => (other.id === answered.id ? answered : other)));
        onChanged();
      },
      [client, resources, name, onChanged],
    ),
  );
  const names = ['auto', ...panel.kinds.map(({ provider }) => provider)];
  if (!names.includes(panel.choice)) names.push(panel.choice);
  const isForced = panel.choice === 'auto' && panel.wanted !== 'auto';
  const hint = isForced ? t('sandbox.choiceForced', { kind: labelOf(panel.wanted) }) : t('sandbox.choiceHint');
  return (
    <NativeSelect
      className="py-sb__kind"
      label={t('sandbox.choice')}
      description={hint}
      value={panel.choice}
      disabled={choose.busy}
      error={choose.error}
      data={names.map((value) => ({ value, label: labelOf(value) }))}
      onChange={(event) => void choose.run(event.currentTarget.value)}
    />
  );
};
