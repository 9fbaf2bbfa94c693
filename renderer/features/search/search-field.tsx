import { ActionIcon, TextInput } from '@mantine/core';
import { IconSearch, IconX } from '@tabler/icons-react';
import type { KeyboardEvent, RefObject } from 'react';
import { t } from '../../locales/translate.ts';
import { keysText } from '../../ui/keys.tsx';
import './search.css';

export interface SearchFieldProps {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly typed: string;
  readonly isOpen: boolean;
  readonly onType: (typed: string) => void;
  readonly onOpen: () => void;
  readonly onClose: () => void;
  /** To the first that is found for what is typed. */
  readonly onFirst: () => void;
}

const hits = (): HTMLElement | null => document.querySelector<HTMLElement>('[data-hit]');

/** The field on top of the chats. Enter goes to the first hit, Down into the list. Tab alone goes past it, on to the chats. */
export const SearchField = ({ field, typed, isOpen, onType, onOpen, onClose, onFirst }: SearchFieldProps) => {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      hits()?.focus();
    }
    if (event.key === 'Enter') onFirst();
  };
  return (
    <search>
      <TextInput
        ref={field}
        data-search-field
        size="sm"
        type="search"
        dir="auto"
        autoComplete="off"
        aria-label={t('search.label')}
        placeholder={isOpen ? t('search.label') : t('search.placeholder')}
        leftSection={<IconSearch size={16} aria-hidden />}
        rightSectionWidth={isOpen ? undefined : 60}
        rightSectionPointerEvents={isOpen ? 'all' : 'none'}
        rightSection={
          isOpen ? (
            <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t('search.close')} title={t('search.close')} onClick={onClose}>
              <IconX size={15} />
            </ActionIcon>
          ) : (
            <kbd className="py-searchkey" aria-hidden translate="no">
              {keysText('mod+F')}
            </kbd>
          )
        }
        value={typed}
        onClick={onOpen}
        onChange={(event) => {
          onOpen();
          onType(event.currentTarget.value);
        }}
        onKeyDown={onKeyDown}
      />
    </search>
  );
};
