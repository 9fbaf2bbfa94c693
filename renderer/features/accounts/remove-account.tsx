import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { Outcome } from '../../ui/outcome.tsx';
import { useFocusBack } from '../../ui/use-focus-back.ts';

/** Removes an account after one more click, when nothing uses it. Esc takes the first one back. */
export const RemoveAccount = ({ name, usedBy }: { name: string; usedBy: readonly string[] }) => {
  const { client, resources } = useHost();
  const opener = useFocusBack();
  const cancel = useRef<HTMLButtonElement>(null);
  const [isAsking, setAsking] = useState(false);
  const remove = useAction(
    useCallback(async () => {
      await client.accounts.remove({ name });
      resources.accounts.refresh();
    }, [client, name, resources]),
  );
  useEffect(() => {
    if (isAsking) cancel.current?.focus();
  }, [isAsking]);
  const close = (): void => {
    setAsking(false);
    opener.giveBack();
  };
  if (!isAsking)
    return (
      <Button
        ref={opener.ref}
        size="xs"
        variant="subtle"
        color="gray"
        leftSection={<IconTrash size={14} />}
        onClick={() => setAsking(true)}
      >
        {t('accounts.remove')}
      </Button>
    );
  if (usedBy.length > 0)
    return (
      <p className="py-account__inuse" role="status">
        {t('accounts.inUse', { names: usedBy.join(', ') })}{' '}
        <Button ref={cancel} size="compact-xs" variant="default" onClick={close}>
          {t('action.close')}
        </Button>
      </p>
    );
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') close();
  };
  return (
    <>
      <Button size="xs" color="red" loading={remove.busy} onKeyDown={onKeyDown} onClick={() => void remove.run()}>
        {t('accounts.removeSure', { name })}
      </Button>
      <Button ref={cancel} size="xs" variant="default" onKeyDown={onKeyDown} onClick={close}>
        {t('action.cancel')}
      </Button>
      {remove.error && <Outcome result={{ ok: false, text: remove.error }} />}
    </>
  );
};
