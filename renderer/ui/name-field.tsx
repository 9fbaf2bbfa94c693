import { TextInput, type TextInputProps } from '@mantine/core';
import { longestName, nameProblem, plainName } from '#contract/model/names.ts';
import { t } from '../locales/translate.ts';

export interface NameFieldProps extends Pick<TextInputProps, 'required'> {
  readonly value: string;
  readonly onChange: (typed: string) => void;
  /** What the name is for; what it becomes stands there as soon as that is something else. */
  readonly hint?: string;
}

/** What was typed makes a name. */
export const isName = (typed: string): boolean => nameProblem(plainName(typed)) === null;

const errorOf = (typed: string): string | null => {
  const name = plainName(typed);
  if (typed.trim() === '') return null;
  if (name === '') return t('name.nothing');
  const problem = nameProblem(name);
  if (problem === null) return null;
  return t(problem.code === 'name-mixed' ? 'name.mixed' : 'name.long');
};

/** The name of a workspace or an account, and the form that it gets. */
export const NameField = ({ value, onChange, hint, ...rest }: NameFieldProps) => {
  const name = plainName(value);
  const isOther = name !== '' && name !== value.trim();
  return (
    <TextInput
      {...rest}
      label={t('name.label')}
      description={isOther ? t('name.becomes', { name }) : (hint ?? t('name.hint'))}
      error={errorOf(value)}
      maxLength={longestName}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      autoComplete="off"
      dir="auto"
    />
  );
};
