import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useCallback, useState } from 'react';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';

/** Puts another key into an account. The saved one is never shown. */
export const ChangeKey = ({ name, onSaved }: { name: string; onSaved: () => void }) => {
  const { client, resources } = useHost();
  const [isOpen, setOpen] = useState(false);
  const [key, setKey] = useState('');
  const save = useAction(
    useCallback(async () => {
      await client.accounts.setKey({ name, key: key.trim() });
      setKey('');
      setOpen(false);
      resources.accounts.refresh();
      onSaved();
    }, [client, name, key, resources, onSaved]),
  );
  if (!isOpen)
    return (
      <Button size="xs" variant="subtle" color="gray" onClick={() => setOpen(true)}>
        {t('accounts.changeKey')}
      </Button>
    );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (key.trim() !== '') void save.run();
  };
  return (
    <form className="py-account__key" onSubmit={submit}>
      <PasswordInput
        size="xs"
        autoComplete="off"
        aria-label={t('accounts.newKey')}
        placeholder={t('accounts.newKey')}
        visibilityToggleButtonProps={{ 'aria-label': t('accounts.showKey') }}
        value={key}
        error={save.error}
        onChange={(event) => setKey(event.currentTarget.value)}
      />
      <Button size="xs" type="submit" loading={save.busy}>
        {t('action.save')}
      </Button>
      <Button size="xs" variant="default" onClick={() => setOpen(false)}>
        {t('action.cancel')}
      </Button>
    </form>
  );
};
