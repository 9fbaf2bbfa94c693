import { UnstyledButton } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { ChatList } from '../features/chats/chat-list.tsx';
import { chatName } from '../features/chats/chat-name.ts';
import { NewChat } from '../features/chats/new-chat.tsx';
import { StopEverything } from '../features/emergency/stop-everything.tsx';
import { SearchField } from '../features/search/search-field.tsx';
import { SearchPanel } from '../features/search/search-panel.tsx';
import { queryOf } from '../features/search/use-search.ts';
import { t } from '../locales/translate.ts';
import { useHost } from '../rpc/host.ts';
import { useResource } from '../rpc/resource.ts';
import { places } from './places.tsx';
import { go, type Route, useRoute } from './route.ts';
import type { SearchPlace, SearchRequest } from './use-search-place.ts';

export interface SidebarProps {
  readonly chatId: string | null;
  readonly page: Route['page'];
  /** Called after every choice. */
  readonly onGone: () => void;
  readonly place: SearchPlace;
  /** Somebody asked for the search; told once it is shown. */
  readonly search: SearchRequest | null;
  readonly onSearchShown: () => void;
}

const Waiting = ({ onGo }: { onGo: (route: Route) => void }) => {
  const { resources } = useHost();
  const asks = useResource(resources.asks).value ?? [];
  const first = asks[0];
  if (!first) return null;
  return (
    <UnstyledButton className="py-side__waiting" onClick={() => onGo({ page: 'chat', chatId: first.chatId, ask: first.shortId })}>
      <IconHandStop size={17} aria-hidden />
      {t('side.waiting', { n: asks.length })}
    </UnstyledButton>
  );
};

const Place = ({ icon, label, isHere, onClick }: { icon: ReactNode; label: string; isHere: boolean; onClick: () => void }) => (
  <UnstyledButton className="py-side__place" aria-current={isHere ? 'page' : undefined} onClick={onClick}>
    {icon}
    <span>{label}</span>
  </UnstyledButton>
);

const useHere = (chatId: string | null): { id: string; name: string } | null => {
  const { resources } = useHost();
  const chat = useResource(resources.chats).value?.find(({ id }) => id === chatId);
  return chat ? { id: chat.id, name: chatName(chat) } : null;
};

/** Chats or what a search found, what waits for the reader, and the other screens. */
export const Sidebar = ({ chatId, page, onGone, place, search, onSearchShown }: SidebarProps) => {
  const field = useRef<HTMLInputElement>(null);
  const here = useHere(chatId);
  const route = useRoute();
  const at = route.page === 'chat' ? (route.at ?? null) : null;
  const { open, setHereOnly, leave } = place;
  const [first, setFirst] = useState<string | null>(null);
  const firstDone = useCallback(() => setFirst(null), []);
  useEffect(() => {
    if (search === null) return;
    open();
    setHereOnly(search.isHereOnly);
    field.current?.focus();
    field.current?.select();
    onSearchShown();
  }, [search, open, setHereOnly, onSearchShown]);

  const goTo = (next: Route): void => {
    leave();
    go(next);
    onGone();
  };
  const openChat = (id: string): void => goTo({ page: 'chat', chatId: id });
  const onHit = (id: string, seq: number): void => {
    go({ page: 'chat', chatId: id, at: seq });
    onGone();
  };
  return (
    <div className="py-side">
      <div className="py-side__top">
        <div className="py-side__head">
          <p className="py-side__brand" translate="no">
            Pynchy
          </p>
          <NewChat onOpen={openChat} />
        </div>
        <SearchField
          field={field}
          typed={place.typed}
          isOpen={place.isOpen}
          onType={place.type}
          onOpen={open}
          onClose={place.back}
          onFirst={() => place.isOpen && setFirst(queryOf(place.typed) || null)}
        />
        <Waiting onGo={goTo} />
      </div>
      <div className="py-side__chats">
        {place.isOpen ? (
          <SearchPanel
            typed={place.typed}
            here={here}
            isHereOnly={place.isHereOnly}
            onHereOnly={setHereOnly}
            onGo={onHit}
            first={first}
            onFirstDone={firstDone}
            shown={{ chatId, at }}
          />
        ) : (
          <ChatList
            chatId={chatId}
            onOpen={openChat}
            onLetIn={(part) => goTo({ page: 'links', part })}
            onGone={(id) => id === chatId && go({ page: 'chat', chatId: null })}
          />
        )}
      </div>
      <div className="py-side__bottom">
        <nav className="py-side__places" aria-label={t('shell.places')}>
          {places.map(({ screen, label, icon }) => (
            <Place key={screen} icon={icon} label={t(label)} isHere={page === screen} onClick={() => goTo({ page: screen })} />
          ))}
        </nav>
        <StopEverything />
      </div>
    </div>
  );
};
