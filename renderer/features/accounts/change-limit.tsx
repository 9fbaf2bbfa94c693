import { Button, NumberInput } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { AccountView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { useFocusBack } from '../../ui/use-focus-back.ts';

/** The most an account may use in a month; empty is no limit. */
export const ChangeLimit = ({ account: { name, budgetTokens }, onSaved }: { account: AccountView; onSaved: () => void }) => {
  const { client } = useHost();
  const [value, setValue] = useState<number | string | null>(null);
  const opener = useFocusBack();
  const field = useRef<HTMLInputElement>(null);
  const isOpen = value !== null;
  useEffect(() => {
    if (isOpen) field.current?.focus();
  }, [isOpen]);
  const close = (): void => {
    setValue(null);
    opener.giveBack();
  };
  const save = useAction(
    useCallback(async () => {
      await client.accounts.setLimit({ name, budgetTokens: typeof value === 'number' && value > 0 ? Math.round(value) : null });
      onSaved();
    }, [client, name, value, onSaved]),
  );
  if (!isOpen)
    return (
      <Button ref={opener.ref} size="xs" variant="default" onClick={() => setValue(budgetTokens ?? '')}>
        {t('accounts.changeLimit')}
      </Button>
    );
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (await save.run()) close();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') close();
  };
  return (
    <form className="py-account__key" onSubmit={(event) => void submit(event)} onKeyDown={onKeyDown}>
      <NumberInput
        ref={field}
        size="xs"
        aria-label={t('accounts.limit')}
        placeholder={t('accounts.noLimit')}
        min={1}
        allowDecimal={false}
        thousandSeparator
        hideControls
        value={value}
        error={save.error}
        onChange={setValue}
      />
      <Button size="xs" type="submit" loading={save.busy}>
        {t('action.save')}
      </Button>
      <Button size="xs" variant="default" onClick={close}>
        {t('action.cancel')}
      </Button>
    </form>
  );
};
