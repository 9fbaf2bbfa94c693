import { NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { t } from '../../locales/translate.ts';
import { type KeyOwner, keyOwnerOf, keyOwners } from '../../ui/key-shape.ts';

export interface KeyEntry {
  readonly key: string;
  /** Chosen by hand; null = as the key looks. */
  readonly owner: KeyOwner | null;
  /** Typed by hand; null = the owner's. */
  readonly address: string | null;
}
export const emptyEntry: KeyEntry = { key: '', owner: null, address: null };

export const ownerOf = (entry: KeyEntry): KeyOwner | null => entry.owner ?? keyOwnerOf(entry.key);
export const isComplete = (entry: KeyEntry): boolean => {
  const owner = ownerOf(entry);
  return entry.key.trim() !== '' && owner !== null && (owner.name !== '' || (entry.address ?? '').trim() !== '');
};

/** A key, and whose it is: guessed, or said when the guess fails. */
export const KeyFields = ({ entry, onChange }: { entry: KeyEntry; onChange: (entry: KeyEntry) => void }) => {
  const owner = ownerOf(entry);
  const isUnknown = entry.key.trim() !== '' && keyOwnerOf(entry.key) === null;
  return (
    <>
      <PasswordInput
        autoFocus
        label={t('welcome.keyField')}
        placeholder={t('welcome.keyPlaceholder')}
        autoComplete="off"
        maxLength={10_000}
        visibilityToggleButtonProps={{ 'aria-label': t('welcome.keyShow') }}
        value={entry.key}
        onChange={(event) => onChange({ ...entry, key: event.currentTarget.value })}
      />
      <div role="status" className="py-dim">
        {owner && owner.name !== '' && !entry.owner && t('welcome.keyGuess', { name: owner.name })}
        {isUnknown && entry.owner === null && t('welcome.keyUnknown')}
      </div>
      {isUnknown && (
        <NativeSelect
          label={t('welcome.keyWhose')}
          value={entry.owner?.name ?? '-'}
          onChange={(event) => onChange({ ...entry, owner: keyOwners.find(({ name }) => name === event.currentTarget.value) ?? null })}
          data={[
            { value: '-', label: t('welcome.keyChoose') },
            ...keyOwners.map(({ name }) => ({ value: name, label: name || t('welcome.keyOther') })),
          ]}
        />
      )}
      {owner?.name === '' && (
        <TextInput
          type="url"
          required
          label={t('welcome.address')}
          description={t('welcome.addressWhy')}
          placeholder="https://"
          value={entry.address ?? ''}
          onChange={(event) => onChange({ ...entry, address: event.currentTarget.value })}
        />
      )}
    </>
  );
};
