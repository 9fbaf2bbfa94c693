import { ActionIcon, Button, NativeSelect } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { t } from '../../locales/translate.ts';

export interface NextAccountsProps {
  readonly first: string;
  /** In the order in which they are tried after `first`. */
  readonly next: readonly string[];
  /** All that may be chosen. */
  readonly fitting: readonly string[];
  readonly onChange: (next: readonly string[]) => void;
}

/** Which accounts answer when the first cannot: only those that a person adds here, in this order. */
export const NextAccounts = ({ first, next, fitting, onChange }: NextAccountsProps) => {
  const left = fitting.filter((name) => name !== first && !next.includes(name));
  const spare = left[0];
  if (first === '' || (next.length === 0 && spare === undefined)) return null;
  return (
    <div className="py-nexts">
      <span className="py-dim">{t('workspaces.then')}</span>
      {next.length > 0 && (
        <ol>
          {next.map((name, index) => (
            <li key={name}>
              <div>
                <NativeSelect
                  size="xs"
                  aria-label={t('workspaces.next', { n: index + 1 })}
                  translate="no"
                  value={name}
                  data={[name, ...left]}
                  onChange={(event) => onChange(next.map((old, at) => (at === index ? event.currentTarget.value : old)))}
                />
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t('workspaces.removeNext', { name })}
                  title={t('workspaces.removeNext', { name })}
                  onClick={() => onChange(next.filter((other) => other !== name))}
                >
                  <IconX size={15} />
                </ActionIcon>
              </div>
            </li>
          ))}
        </ol>
      )}
      {spare !== undefined && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={13} />}
          aria-label={t('workspaces.addNextLabel', { name: first })}
          onClick={() => onChange([...next, spare])}
        >
          {t('workspaces.addNext')}
        </Button>
      )}
    </div>
  );
};
