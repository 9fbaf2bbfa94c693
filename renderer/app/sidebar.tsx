import { UnstyledButton } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ChatList } from '../features/chats/chat-list.tsx';
import { NewChat } from '../features/chats/new-chat.tsx';
import { t } from '../locales/translate.ts';
import { useHost } from '../rpc/host.ts';
import { useResource } from '../rpc/resource.ts';
import { ColorSchemeSwitch } from '../ui/color-scheme-switch.tsx';
import { places } from './places.tsx';
import { go, type Route } from './route.ts';

export interface SidebarProps {
  readonly chatId: string | null;
  readonly page: Route['page'];
  /** Called after every choice. */
  readonly onGone: () => void;
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
    {label}
  </UnstyledButton>
);

/** Chats, what waits for the reader, the other screens and the colour scheme. */
export const Sidebar = ({ chatId, page, onGone }: SidebarProps) => {
  const goTo = (route: Route): void => {
    go(route);
    onGone();
  };
  const openChat = (id: string): void => goTo({ page: 'chat', chatId: id });
  return (
    <div className="py-side">
      <div className="py-side__top">
        <p className="py-side__brand" translate="no">
          Pynchy
        </p>
        <NewChat onOpen={openChat} />
        <Waiting onGo={goTo} />
      </div>
      <div className="py-side__chats">
        <ChatList chatId={chatId} onOpen={openChat} />
      </div>
      <div className="py-side__bottom">
        {places.map(({ screen, label, icon }) => (
          <Place key={screen} icon={icon} label={t(label)} isHere={page === screen} onClick={() => goTo({ page: screen })} />
        ))}
        <ColorSchemeSwitch />
      </div>
    </div>
  );
};
