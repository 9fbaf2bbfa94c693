import { Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { QuietTimes } from '#contract/model/sending.ts';
import type { SendingView } from '#contract/ui/domains/sending.ts';
import { t } from '../../locales/translate.ts';
import { ColorDot } from '../../ui/color-dot.tsx';

export interface SendingNumberProps {
  readonly number: SendingView['numbers'][number];
  /** To begin with. */
  readonly zone: string;
  readonly onChange: (quiet: QuietTimes) => void;
}

/** When a number sends nothing. */
export const SendingNumber = ({ number, zone, onChange }: SendingNumberProps) => {
  const { name, color, quiet } = number;
  const [typed, setTyped] = useState(quiet ?? { from: '22:00', to: '07:00', zone });
  const isZone = QuietTimes.safeParse({ ...typed, from: '00:00', to: '00:00' }).success;
  const set = (change: Partial<typeof typed>): void => {
    const next = { ...typed, ...change };
    setTyped(next);
    const parsed = QuietTimes.safeParse(next);
    if (parsed.success) onChange(parsed.data);
  };
  const time = (side: 'from' | 'to') => (
    <TextInput
      type="time"
      required
      label={t(`sending.${side}`)}
      value={typed[side]}
      onChange={(event) => set({ [side]: event.currentTarget.value })}
    />
  );
  return (
    <div className="py-sending__row">
      <Switch
        className="py-sending__switch"
        aria-label={t('sending.quietFor', { name })}
        label={
          <span className="py-sending__name" translate="no">
            <ColorDot color={color} /> {name}
          </span>
        }
        checked={quiet !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? typed : null)}
      />
      {quiet && (
        <>
          {time('from')}
          {time('to')}
          <TextInput
            label={t('sending.zone')}
            value={typed.zone}
            error={isZone ? null : t('sending.zoneBad')}
            onChange={(event) => set({ zone: event.currentTarget.value })}
          />
        </>
      )}
    </div>
  );
};
