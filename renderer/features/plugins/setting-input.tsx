import { NativeSelect, PasswordInput, Switch, Textarea, TextInput } from '@mantine/core';
import { t } from '../../locales/translate.ts';
import type { SettingField } from './schema-fields.ts';

export interface SettingInputProps {
  readonly field: SettingField;
  readonly value: string | boolean;
  readonly error: string | null;
  /** A secret that is kept already: it may stay empty. */
  readonly isKept: boolean;
  readonly onChange: (value: string | boolean) => void;
}

/** One setting as the control that fits it. Title and help were written by the plugin. */
export const SettingInput = ({ field, value, error, isKept, onChange }: SettingInputProps) => {
  const { kind, title, help, isRequired, choices, preset } = field;
  const common = {
    label: <span translate="no">{title}</span>,
    description: help && <span translate="no">{help}</span>,
    error,
    required: isRequired && !isKept,
    inputWrapperOrder: ['label', 'input', 'description', 'error'] as ('label' | 'input' | 'description' | 'error')[],
  };
  const text = typeof value === 'string' ? value : '';
  const type = (event: { currentTarget: { value: string } }): void => onChange(event.currentTarget.value);
  switch (kind) {
    case 'switch':
      return (
        <Switch
          label={common.label}
          description={common.description}
          error={error}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'choice':
      return (
        <NativeSelect
          {...common}
          translate="no"
          value={text}
          onChange={type}
          data={text === '' || !choices.includes(text) ? [text, ...choices] : [...choices]}
        />
      );
    case 'list':
      return <Textarea {...common} rows={3} placeholder={t('plugins.onePerLine')} value={text} onChange={type} />;
    case 'secret':
      return (
        <PasswordInput
          {...common}
          autoComplete="off"
          placeholder={isKept ? t('plugins.secretKept') : ''}
          visibilityToggleButtonProps={{ 'aria-label': t('plugins.secretShow') }}
          value={text}
          onChange={type}
        />
      );
    case 'number':
      return (
        <TextInput
          {...common}
          inputMode="decimal"
          className="py-plugin__number"
          placeholder={String(preset ?? '')}
          value={text}
          onChange={type}
        />
      );
    case 'address':
    case 'text':
      return <TextInput {...common} type={kind === 'address' ? 'url' : 'text'} dir="auto" value={text} onChange={type} />;
    default:
      return kind satisfies never;
  }
};
