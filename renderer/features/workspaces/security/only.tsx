import { Checkbox, NativeSelect } from '@mantine/core';
import { t } from '../../../locales/translate.ts';

type Chosen = { which: 'all' } | { which: 'only'; names: string[] };
interface SecurityOnlyProps {
  readonly label: string;
  /** What there is to choose from. */
  readonly all: readonly string[];
  readonly value: Chosen;
  readonly onChange: (value: Chosen) => void;
}

/** All of something, or some by name. */
export const SecurityOnly = ({ label, all, value, onChange }: SecurityOnlyProps) => {
  const names = value.which === 'only' ? value.names : [];
  const set = (name: string, isOn: boolean): void =>
    onChange({ which: 'only', names: isOn ? [...names, name] : names.filter((other) => other !== name) });
  return (
    <div className="py-sec__only">
      <NativeSelect
        label={label}
        value={value.which}
        data={[
          { value: 'all', label: t('editor.all') },
          { value: 'only', label: t('editor.only') },
        ]}
        onChange={(event) => onChange(event.currentTarget.value === 'all' ? { which: 'all' } : { which: 'only', names: [...all] })}
      />
      {value.which === 'only' && (
        <fieldset className="py-sec__checks" aria-label={label}>
          {[...new Set([...all, ...names])].map((name) => (
            <Checkbox
              key={name}
              label={<span translate="no">{name}</span>}
              checked={names.includes(name)}
              onChange={(event) => set(name, event.currentTarget.checked)}
            />
          ))}
        </fieldset>
      )}
    </div>
  );
};
