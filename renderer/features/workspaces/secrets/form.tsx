import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { secretNameProblem } from '#contract/model/typed-secret.ts';
import { t } from '../../../locales/translate.ts';
import { useAction } from '../../../rpc/use-action.ts';
import { Outcome } from '../../../ui/outcome.tsx';
import { Sure } from '../sandbox/sure.tsx';

interface SecretFormProps {
  /** Set when the value of one is replaced. */
  readonly name: string | null;
  /** Names that are there already: their value is replaced only when asked. */
  readonly taken: readonly string[];
  readonly save: (name: string, value: string) => Promise<void>;
  readonly onCancel: () => void;
}

const problemText = (name: string): string | null => {
  const problem = name === '' ? null : secretNameProblem(name);
  return problem === null ? null : t(problem === 'secret-name-bad' ? 'secrets.nameBad' : 'secrets.nameRefused');
};

/** A name and a value that is not shown; it leaves the page with the form. */
export const SecretForm = ({ name, taken, save, onCancel }: SecretFormProps) => {
  const [typedName, setTypedName] = useState('');
  const [value, setValue] = useState('');
  const [isAsking, setAsking] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!isAsking) first.current?.focus();
  }, [isAsking]);
  const saving = useAction(save);
  const of = name ?? typedName.trim();
  const problem = problemText(of);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (of === '' || problem !== null || value === '') return;
    if (name === null && taken.includes(of)) setAsking(true);
    else void saving.run(of, value);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onCancel();
  };
  if (isAsking)
    return (
      <Sure
        title={t('secrets.replaceSure', { name: of })}
        lines={[t('secrets.replaceWhy')]}
        yes={t('secrets.replaceYes')}
        busy={saving.busy}
        onYes={() => void saving.run(of, value)}
        onNo={() => setAsking(false)}
      >
        {saving.error && <Outcome result={{ ok: false, text: saving.error }} />}
      </Sure>
    );
  return (
    <form
      className="py-ws__secretform"
      aria-label={name === null ? t('secrets.add') : t('secrets.replace', { name })}
      onSubmit={submit}
      onKeyDown={onKeyDown}
      autoComplete="off"
    >
      <div className="py-ws__secretfields">
        {name === null && (
          <TextInput
            ref={first}
            label={t('secrets.name')}
            placeholder={t('secrets.namePlaceholder')}
            autoComplete="off"
            spellCheck={false}
            value={typedName}
            error={problem}
            onChange={(event) => setTypedName(event.currentTarget.value)}
          />
        )}
        <PasswordInput
          ref={name === null ? null : first}
          label={name === null ? t('secrets.value') : t('secrets.replace', { name })}
          autoComplete="off"
          visibilityToggleButtonProps={{ 'aria-label': t('secrets.show') }}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
      </div>
      <p className="py-dim">{t('secrets.once')}</p>
      {saving.error && <Outcome result={{ ok: false, text: saving.error }} />}
      <div className="py-ws__buttons">
        <Button type="submit" loading={saving.busy} disabled={of === '' || problem !== null || value === ''}>
          {t('action.save')}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  );
};
