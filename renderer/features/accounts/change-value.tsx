import { Button, TextInput } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import { t } from '../../locales/translate.ts';
import { useAction } from '../../rpc/use-action.ts';
import { useFocusBack } from '../../ui/use-focus-back.ts';

export interface ChangeValueProps {
  readonly button: string;
  readonly label: string;
  /** What stands in the field at first. */
  readonly initial: string;
  readonly save: (value: string) => Promise<void>;
}

/** A button that opens a small form for one value of an account. Esc closes it. */
export const ChangeValue = ({ button, label, initial, save }: ChangeValueProps) => {
  const opener = useFocusBack();
  const field = useRef<HTMLInputElement>(null);
  const [value, setValue] = useState<string | null>(null);
  const isOpen = value !== null;
  const close = useCallback(() => {
    setValue(null);
    opener.giveBack();
  }, [opener]);
  const saving = useAction(
    useCallback(async () => {
      await save((value ?? '').trim());
      close();
    }, [save, value, close]),
  );
  useEffect(() => {
    if (isOpen) field.current?.focus();
  }, [isOpen]);
  if (value === null)
    return (
      <Button ref={opener.ref} size="xs" variant="default" onClick={() => setValue(initial)}>
        {button}
      </Button>
    );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (value.trim() !== '') void saving.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') close();
  };
  const common = {
    ref: field,
    size: 'xs',
    'aria-label': label,
    placeholder: label,
    value,
    error: saving.error,
    onChange: (event: { currentTarget: { value: string } }) => setValue(event.currentTarget.value),
  } as const;
  return (
    <form className="py-account__key" onSubmit={submit} onKeyDown={onKeyDown}>
      <TextInput {...common} type="url" />
      <Button size="xs" type="submit" loading={saving.busy}>
        {t('action.save')}
      </Button>
      <Button size="xs" variant="default" onClick={close}>
        {t('action.cancel')}
      </Button>
    </form>
  );
};
