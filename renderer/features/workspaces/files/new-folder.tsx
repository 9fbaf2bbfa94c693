import { Button, TextInput } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { t } from '../../../locales/translate.ts';
import { useAction } from '../../../rpc/use-action.ts';

/** A name for a new folder. */
export const NewFolder = ({ make, onCancel }: { make: (name: string) => Promise<void>; onCancel: () => void }) => {
  const [name, setName] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const making = useAction(make);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() !== '') void making.run(name.trim());
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onCancel();
  };
  return (
    <form className="py-disk__new" aria-label={t('files.newFolder')} onSubmit={submit} onKeyDown={onKeyDown}>
      <TextInput
        ref={field}
        aria-label={t('files.folderName')}
        placeholder={t('files.folderName')}
        maxLength={200}
        dir="auto"
        value={name}
        error={making.error}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" loading={making.busy} disabled={name.trim() === ''}>
        {t('files.make')}
      </Button>
      <Button variant="default" onClick={onCancel}>
        {t('action.cancel')}
      </Button>
    </form>
  );
};
