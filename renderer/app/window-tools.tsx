import { createSpotlight } from '@mantine/spotlight';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { KeySheet } from '../features/palette/key-sheet.tsx';
import { Palette, type PaletteSource } from '../features/palette/palette.tsx';
import { useHost } from '../rpc/host.ts';
import { ActionBusProvider, createActionBus, useActionBus, useOffer } from '../ui/action-bus.tsx';
import { keyGroups } from './key-groups.ts';
import { paletteGroups } from './palette-groups.tsx';
import { useActionKeys, useAppActions } from './use-app-actions.ts';
import { useAppliedSettings } from './use-applied-settings.ts';
import { useAwaitedNotices } from './use-awaited-notices.ts';
import { useBrowserNotices } from './use-browser-notices.ts';

const focusAgain = (element: Element | null): void => {
  if (document.activeElement === document.body && element instanceof HTMLElement) element.focus({ preventScroll: true });
};

const Tools = ({ chatId }: { chatId: string | null }) => {
  const { resources } = useHost();
  const bus = useActionBus();
  const [[store, palette]] = useState(createSpotlight);
  const [areKeysShown, setKeysShown] = useState(false);
  useAppliedSettings();
  useBrowserNotices();
  useAwaitedNotices(chatId);
  useActionKeys(bus);
  useAppActions(chatId);
  // Looked at before it opens: its field has the focus from its first moment on.
  const before = useRef<Element | null>(null);
  useOffer('palette', () => {
    if (!store.getState().opened) before.current = document.activeElement;
    palette.toggle();
  });
  useOffer('keys', () => setKeysShown(true));
  const source = useMemo<PaletteSource>(
    () => ({
      get: () => paletteGroups(bus, { chats: resources.chats.get().value ?? [], closed: resources.closedChats.get().value ?? [] }),
      subscribe: (changed) => {
        const ends = [bus.subscribe(changed), resources.chats.subscribe(changed), resources.closedChats.subscribe(changed)];
        return () => {
          for (const end of ends) end();
        };
      },
    }),
    [bus, resources],
  );
  return (
    <>
      <Palette store={store} source={source} onClosed={() => focusAgain(before.current)} />
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
