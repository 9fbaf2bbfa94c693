import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { t } from '../../../locales/translate.ts';

interface NetworkHostsProps {
  readonly hosts: readonly string[];
  readonly busy: boolean;
  /** False when it was not accepted: what was typed stays. */
  readonly onAdd: (host: string) => Promise<boolean>;
  readonly onRemove: (host: string) => void;
}

/** The hosts on the list, and a field for one more. */
export const NetworkHosts = ({ hosts, busy, onAdd, onRemove }: NetworkHostsProps) => {
  const [typed, setTyped] = useState('');
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (typed.trim() !== '' && (await onAdd(typed.trim()))) setTyped('');
  };
  return (
    <>
      {hosts.length > 0 && (
        <ul className="py-net__hosts" aria-label={t('network.hosts')}>
          {hosts.map((host) => (
            <li key={host}>
              <span className="py-break" translate="no">
                {host}
              </span>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                disabled={busy}
                aria-label={t('network.remove', { host })}
                onClick={() => onRemove(host)}
              >
                <IconX size={14} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <form className="py-ws__inline" onSubmit={(event) => void add(event)}>
        <TextInput
          label={t('network.add')}
          placeholder="example.org"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
        />
        <Button type="submit" variant="default" loading={busy} disabled={typed.trim() === ''}>
          {t('network.allow')}
        </Button>
      </form>
    </>
  );
};
