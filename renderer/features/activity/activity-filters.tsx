import { Button, Select, TextInput } from '@mantine/core';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useCallback } from 'react';
import { type TurnState, turnStates } from '#contract/model/states.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import { useFresh } from '../../rpc/use-fresh.ts';

/** What the reader chose; empty means all. */
export interface ActivityChoice {
  readonly text: string;
  readonly workspaceId: string;
  readonly state: TurnState | '';
  readonly tool: string;
  /** 2026-11-22, a day of the reader's calendar. */
  readonly day: string;
}
export const noChoice: ActivityChoice = { text: '', workspaceId: '', state: '', tool: '', day: '' };

const noTopics = [] as const;
const isState = (value: string): value is TurnState => turnStates.some((state) => state === value);

export const ActivityFilters = ({ choice, onChange }: { choice: ActivityChoice; onChange: (choice: ActivityChoice) => void }) => {
  const { client, resources } = useHost();
  const workspaces = useResource(resources.workspaces).value ?? [];
  const tools = useFresh(
    useCallback(() => client.activity.tools(), [client]),
    noTopics,
  );
  const isChosen = Object.values(choice).some((value) => value !== '');
  return (
    <div className="py-activity__bar">
      <TextInput
        size="xs"
        className="py-activity__find"
        leftSection={<IconSearch size={14} />}
        aria-label={t('activity.text')}
        placeholder={t('activity.text')}
        value={choice.text}
        onChange={(event) => onChange({ ...choice, text: event.currentTarget.value })}
      />
      <Select
        size="xs"
        aria-label={t('activity.workspace')}
        allowDeselect={false}
        data={[{ value: '', label: t('activity.workspace.all') }, ...workspaces.map(({ id, name }) => ({ value: id, label: name }))]}
        value={choice.workspaceId}
        onChange={(value) => onChange({ ...choice, workspaceId: value ?? '' })}
      />
      <Select
        size="xs"
        aria-label={t('activity.state')}
        allowDeselect={false}
        data={[
          { value: '', label: t('activity.state.all') },
          ...turnStates.map((value) => ({ value, label: t(`activity.state.${value}`) })),
        ]}
        value={choice.state}
        onChange={(value) => onChange({ ...choice, state: value !== null && isState(value) ? value : '' })}
      />
      <Select
        size="xs"
        aria-label={t('activity.tool')}
        allowDeselect={false}
        data={[{ value: '', label: t('activity.tool.all') }, ...(tools.value ?? []).map((value) => ({ value, label: value }))]}
        value={choice.tool}
        onChange={(value) => onChange({ ...choice, tool: value ?? '' })}
      />
      <TextInput
        size="xs"
        type="date"
        aria-label={t('activity.day')}
        value={choice.day}
        onChange={(event) => onChange({ ...choice, day: event.currentTarget.value })}
      />
      {isChosen && (
        <Button size="xs" variant="subtle" color="gray" leftSection={<IconX size={13} />} onClick={() => onChange(noChoice)}>
          {t('activity.clear')}
        </Button>
      )}
    </div>
  );
};
