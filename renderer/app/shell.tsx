import { ActionIcon, Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconMenu2 } from '@tabler/icons-react';
import { type ReactNode, useRef, useState } from 'react';
import { t } from '../locales/translate.ts';
import { useUiSettings } from '../rpc/ui-settings.ts';
import { useOffer } from '../ui/action-bus.tsx';
import type { Route } from './route.ts';
import { Sidebar } from './sidebar.tsx';
import { type SearchRequest, useSearchOffers, useSearchPlace } from './use-search-place.ts';
import './shell.css';

export interface ShellProps {
  readonly chatId: string | null;
  readonly page: Route['page'];
  readonly children: ReactNode;
}

/** Sidebar beside the page, or in a drawer where the window is narrow or it was put away. */
export const Shell = ({ chatId, page, children }: ShellProps) => {
  const hasRoom = !useMediaQuery('(max-width: 700px)', undefined, { getInitialValueInEffect: false });
  const { ui, change } = useUiSettings();
  const [isOpen, setOpen] = useState(false);
  const menu = useRef<HTMLButtonElement>(null);
  const isNarrow = !hasRoom || !ui.sidebar;
  useOffer('sidebar', () => {
    if (hasRoom) void change({ sidebar: !ui.sidebar });
    else setOpen(!isOpen);
  });
  const [search, setSearch] = useState<SearchRequest | null>(null);
  useSearchOffers((request) => {
    if (isNarrow) setOpen(true);
    setSearch(request);
  });
  const place = useSearchPlace();
  const sidebar = (
    <Sidebar
      chatId={chatId}
      page={page}
      place={place}
      search={search}
      onSearchShown={() => setSearch(null)}
      onGone={() => setOpen(false)}
    />
  );
  return (
    <div className={`py-shell${isNarrow ? ' py-shell--narrow' : ''}`}>
      {isNarrow ? (
        <>
          <aside className="py-shell__bar" aria-label={t('shell.side')}>
            <ActionIcon ref={menu} variant="subtle" color="gray" size="lg" aria-label={t('shell.menu')} onClick={() => setOpen(true)}>
              <IconMenu2 size={20} />
            </ActionIcon>
            <span className="py-shell__name" translate="no">
              Pynchy
            </span>
          </aside>
          <Drawer
            opened={isOpen}
            onClose={() => {
              setOpen(false);
              menu.current?.focus();
            }}
            size={300}
            title={<span translate="no">Pynchy</span>}
            transitionProps={{ duration: 0 }}
            closeButtonProps={{ 'aria-label': t('shell.closeMenu') }}
            classNames={{ body: 'py-shell__drawer', content: 'py-shell__drawer-content', header: 'py-shell__drawer-head' }}
          >
            {sidebar}
          </Drawer>
        </>
      ) : (
        <aside className="py-shell__side" aria-label={t('shell.side')}>
          {sidebar}
        </aside>
      )}
      <main className="py-shell__main">{children}</main>
    </div>
  );
};
