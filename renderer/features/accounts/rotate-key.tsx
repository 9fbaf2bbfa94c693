import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { Outcome } from '../../ui/outcome.tsx';
import { useFocusBack } from '../../ui/use-focus-back.ts';
import { useTryOut } from './tried-account.ts';

/** Another key for an account: tried first, and put in place of the old one only when it answers (or on purpose). */
export const RotateKey = ({ name, hasKey, onSaved }: { name: string; hasKey: boolean; onSaved: () => void }) => {
  const { client } = useHost();
  const [key, setKey] = useState<string | null>(null);
  const opener = useFocusBack();
  const field = useRef<HTMLInputElement>(null);
  const trial = useTryOut({ account: name, key: key?.trim() ?? null });
  const isOpen = key !== null;
  useEffect(() => {
    if (isOpen) field.current?.focus();
  }, [isOpen]);
  const close = (): void => {
    setKey(null);
    opener.giveBack();
  };
  const save = useAction(
    useCallback(async () => {
      await client.accounts.setKey({ name, key: key ?? '' });
      setKey(null);
      opener.giveBack();
      onSaved();
    }, [client, name, key, onSaved, opener]),
  );
  if (!isOpen)
    return (
      <Button ref={opener.ref} size="xs" variant="default" onClick={() => setKey('')}>
        {t(hasKey ? 'accounts.changeKey' : 'accounts.addKey')}
      </Button>
    );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (key.trim() !== '') void (trial.tried?.ok ? save.run() : trial.run());
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') close();
  };
  const error = trial.error ?? save.error;
  return (
    <form className="py-account__rotate" onSubmit={submit} onKeyDown={onKeyDown} aria-label={t('accounts.newKey')}>
      <div className="py-account__key">
        <PasswordInput
          ref={field}
          size="xs"
          autoComplete="off"
          aria-label={t('accounts.newKey')}
          placeholder={t('accounts.newKey')}
          visibilityToggleButtonProps={{ 'aria-label': t('accounts.showKey') }}
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
        />
        <Button size="xs" type="submit" loading={trial.busy || save.busy} disabled={key.trim() === ''}>
          {trial.tried?.ok ? t('accounts.replaceKey') : t('accounts.testFirst')}
        </Button>
        {trial.tried && !trial.tried.ok && (
          <Button size="xs" variant="default" loading={save.busy} onClick={() => void save.run()}>
            {t('accounts.replaceAnyway')}
          </Button>
        )}
        <Button size="xs" variant="default" onClick={close}>
          {t('action.cancel')}
        </Button>
      </div>
      {trial.tried ? <Outcome result={trial.tried} /> : <p className="py-dim">{t('accounts.rotateWhy')}</p>}
      {error && <Outcome result={{ ok: false, text: error }} />}
    </form>
  );
};
