import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Mark, placeholders } from '#contract/model/sending.ts';
import type { SendingView } from '#contract/ui/domains/sending.ts';
import { t } from '../../locales/translate.ts';
import { ColorDot } from '../../ui/color-dot.tsx';

type Workspace = SendingView['workspaces'][number];

export interface SendingWorkspaceProps {
  readonly workspace: Workspace;
  readonly onChange: (change: Partial<Pick<Workspace, 'placeholder' | 'mark'>>) => void;
}

/** What a workspace shows on phones. */
export const SendingWorkspace = ({ workspace, onChange }: SendingWorkspaceProps) => {
  const { name, color, placeholder } = workspace;
  const [mark, setMark] = useState(workspace.mark);
  const parsed = Mark.safeParse(mark);
  const save = (): void => {
    if (parsed.success && parsed.data !== workspace.mark) onChange({ mark: parsed.data });
  };
  return (
    <div className="py-sending__row">
      <p className="py-sending__name" translate="no">
        <ColorDot color={color} /> {name}
      </p>
      <NativeSelect
        label={t('sending.placeholder')}
        aria-label={t('sending.placeholderFor', { name })}
        value={placeholder}
        onChange={(event) => onChange({ placeholder: placeholders.find((p) => p === event.currentTarget.value) ?? 'delayed' })}
        data={placeholders.map((value) => ({ value, label: t(`sending.placeholder.${value}`) }))}
      />
      <TextInput
        className="py-sending__mark"
        label={t('sending.mark')}
        aria-label={t('sending.markFor', { name })}
        value={mark}
        maxLength={16}
        error={parsed.success ? null : t('sending.markBad')}
        onChange={(event) => setMark(event.currentTarget.value)}
        onBlur={save}
        onKeyDown={(event) => event.key === 'Enter' && save()}
      />
    </div>
  );
};
