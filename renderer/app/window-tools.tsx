import { createSpotlight } from '@mantine/spotlight';
import { type ReactNode, useMemo, useState } from 'react';
import { KeySheet } from '../features/palette/key-sheet.tsx';
import { Palette, type PaletteSource } from '../features/palette/palette.tsx';
import { useHost } from '../rpc/host.ts';
import { ActionBusProvider, createActionBus, useActionBus, useOffer } from '../ui/action-bus.tsx';
import { keyGroups } from './key-groups.ts';
import { paletteGroups } from './palette-groups.tsx';
import { useActionKeys, useAppActions } from './use-app-actions.ts';
import { useAppliedSettings } from './use-applied-settings.ts';
import { useBrowserNotices } from './use-browser-notices.ts';

const Tools = ({ chatId }: { chatId: string | null }) => {
  const { resources } = useHost();
  const bus = useActionBus();
  const [[store, palette]] = useState(createSpotlight);
  const [areKeysShown, setKeysShown] = useState(false);
  useAppliedSettings();
  useBrowserNotices();
  useActionKeys(bus);
  useAppActions(chatId);
  useOffer('palette', palette.toggle);
  useOffer('keys', () => setKeysShown(true));
  const source = useMemo<PaletteSource>(
    () => ({
      get: () => paletteGroups(bus, resources.chats.get().value ?? []),
      subscribe: (changed) => {
        const ends = [bus.subscribe(changed), resources.chats.subscribe(changed)];
        return () => {
          for (const end of ends) end();
        };
      },
    }),
    [bus, resources],
  );
  return (
    <>
      <Palette store={store} source={source} />
      <KeySheet isOpen={areKeysShown} onClose={() => setKeysShown(false)} groups={keyGroups()} />
    </>
  );
};

/** What surrounds every page: keys, command palette, sheet of keys, and the looks that were chosen. */
export const WindowTools = ({ chatId, children }: { chatId: string | null; children: ReactNode }) => {
  const [bus] = useState(createActionBus);
  return (
    <ActionBusProvider value={bus}>
      {children}
      <Tools chatId={chatId} />
    </ActionBusProvider>
  );
};
