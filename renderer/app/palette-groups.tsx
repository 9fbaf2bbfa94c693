import { IconBolt, IconLock, IconMessage, IconSettings } from '@tabler/icons-react';
import type { LinkChatView } from '#contract/ui/domains/links.ts';
import type { ChatView } from '#contract/ui/views.ts';
import { chatName } from '../features/chats/chat-name.ts';
import { toRows } from '../features/chats/chat-rows.ts';
import type { PaletteGroup } from '../features/palette/palette.tsx';
import { offeredSections } from '../features/settings/sections.ts';
import { t } from '../locales/translate.ts';
import type { ActionBus } from '../ui/action-bus.tsx';
import { type AppAction, appActions } from './actions.ts';
import { places } from './places.tsx';
import { go } from './route.ts';

// Archived ones too: who looks for one knows its name.
const chatsOf = (chats: readonly ChatView[]): readonly ChatView[] =>
  toRows({ chats, workspaces: [], open: { archive: true, closed: false } }).flatMap((row) => (row.type === 'chat' ? [row.chat] : []));

export interface PaletteChats {
  readonly chats: readonly ChatView[];
  /** Chats of linked numbers that are not read. */
  readonly closed: readonly LinkChatView[];
}

/** What the palette offers now: only what can be done in this moment. */
export const paletteGroups = (bus: ActionBus, { chats, closed }: PaletteChats): readonly PaletteGroup[] => [
  {
    label: t('palette.chats'),
    items: [
      ...chatsOf(chats).map((chat) => ({
        id: `chat ${chat.id}`,
        label: chatName(chat),
        hint: chat.workspace,
        isForeign: true,
        keys: null,
        icon: <IconMessage size={17} />,
        run: () => go({ page: 'chat', chatId: chat.id }),
      })),
      ...closed
        .filter(({ id }) => !chats.some((chat) => chat.id === id))
        .map(({ id, name }) => ({
          id: `closed ${id}`,
          label: name || t('chats.noName'),
          hint: t('chats.closed'),
          isForeign: true,
          keys: null,
          icon: <IconLock size={17} />,
          run: () => go({ page: 'links', part: id }),
        })),
    ],
  },
  {
    label: t('palette.commands'),
    items: (appActions as readonly AppAction[])
      .filter(({ name, isKeyOnly }) => !isKeyOnly && bus.canRun(name))
      .map(({ name, label, keys }) => ({ id: name, label: t(label), keys, icon: <IconBolt size={17} />, run: () => void bus.run(name) })),
  },
  {
    label: t('palette.screens'),
    items: places.map(({ screen, label, icon }) => ({
      id: `screen ${screen}`,
      label: t(label),
      keys: screen === 'settings' ? 'mod+,' : null,
      icon,
      run: () => go({ page: screen }),
    })),
  },
  {
    label: t('palette.settings'),
    items: offeredSections().map((section) => ({
      id: `settings ${section}`,
      label: t(`settings.${section}`),
      hint: t('settings.title'),
      keys: null,
      icon: <IconSettings size={17} />,
      run: () => go({ page: 'settings', part: section }),
    })),
  },
];
