import { Spotlight, type SpotlightStore } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { t } from '../../locales/translate.ts';
import { KeyCaps, type Keys } from '../../ui/keys.tsx';
import { isFound } from './match.ts';
import './palette.css';

export interface PaletteItem {
  readonly id: string;
  readonly label: string;
  /** Said beside the label and searched too. */
  readonly hint?: string;
  readonly icon: ReactNode;
  readonly keys: Keys | null;
  /** The label was written by a person or a model. */
  readonly isForeign?: boolean;
  readonly run: () => void;
}
export interface PaletteGroup {
  readonly label: string;
  readonly items: readonly PaletteItem[];
}

const perGroup = 5;
const perGroupFound = 20;

/** What can be found, now and while the palette is open. */
export interface PaletteSource {
  get(): readonly PaletteGroup[];
  /** Called when `get` may answer something else. Returns how to end it. */
  subscribe(changed: () => void): () => void;
}

// Mounted only while the palette is open: a closed one collects nothing.
const Found = ({ source, query }: { source: PaletteSource; query: string }) => {
  const [groups, setGroups] = useState(source.get);
  useEffect(() => {
    const refresh = (): void => setGroups(source.get());
    // What was offered between the first look and now.
    refresh();
    return source.subscribe(refresh);
  }, [source]);
  const found = groups
    .map(({ label, items }) => ({
      label,
      items: items.filter((item) => isFound(`${item.label} ${item.hint ?? ''}`, query)).slice(0, query === '' ? perGroup : perGroupFound),
    }))
    .filter(({ items }) => items.length > 0);
  return (
    <Spotlight.ActionsList>
      {found.map(({ label, items }) => (
        <Spotlight.ActionsGroup key={label} label={label}>
          {items.map(({ id, label: name, hint, icon, keys, isForeign, run }) => (
            <Spotlight.Action key={id} onClick={run} className="py-palette__item">
              <span className="py-palette__icon" aria-hidden>
                {icon}
              </span>
              <span className="py-palette__name" dir="auto" translate={isForeign ? 'no' : undefined}>
                {name}
              </span>
              {hint && (
                <span className="py-palette__hint" dir="auto" translate="no">
                  {hint}
                </span>
              )}
              {keys && <KeyCaps keys={keys} />}
            </Spotlight.Action>
          ))}
        </Spotlight.ActionsGroup>
      ))}
      {found.length === 0 && <Spotlight.Empty>{t('palette.nothing')}</Spotlight.Empty>}
    </Spotlight.ActionsList>
  );
};

export interface PaletteProps {
  readonly store: SpotlightStore;
  readonly source: PaletteSource;
  readonly onClosed: () => void;
}

/** Finds chats, screens, settings and commands by what is typed; each shows its keys. */
export const Palette = ({ store, source, onClosed }: PaletteProps) => {
  const [query, setQuery] = useState('');
  return (
    <Spotlight.Root
      store={store}
      shortcut={null}
      query={query}
      onQueryChange={setQuery}
      onSpotlightClose={onClosed}
      scrollable
      maxHeight="min(28rem, 70dvh)"
      transitionProps={{ duration: 0 }}
      overlayProps={{ backgroundOpacity: 0.25 }}
      attributes={{ content: { 'aria-label': t('palette.label') } }}
    >
      <Spotlight.Search
        // In the same moment as the key: what is typed next belongs here, not into the message behind.
        autoFocus
        placeholder={t('palette.placeholder')}
        aria-label={t('palette.label')}
        leftSection={<IconSearch size={18} aria-hidden />}
      />
      <Found source={source} query={query} />
    </Spotlight.Root>
  );
};
