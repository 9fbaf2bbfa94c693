import { useEffect } from 'react';
import { AccountsPage } from '../features/accounts/accounts-page.tsx';
import { HostNotices } from '../features/connection/host-notices.tsx';
import { LostBanner } from '../features/connection/lost-banner.tsx';
import { PluginsPage } from '../features/plugins/plugins-page.tsx';
import { useConnection, useHost } from '../rpc/host.ts';
import { useResource } from '../rpc/resource.ts';
import { ChatPage } from './chat-page.tsx';
import { useRoute } from './route.ts';
import { Shell } from './shell.tsx';
import { SignedOut } from './signed-out.tsx';
import { useChosenChat } from './use-chosen-chat.ts';

const wakeCheckMs = 5_000;

/** After sleep or a lost network the page looks at once whether the host is still there. */
const useWakeCheck = (): void => {
  const { connection } = useHost();
  useEffect(() => {
    const wake = (): void => {
      if (document.visibilityState !== 'visible') return;
      connection.tryNow();
      void connection.check(wakeCheckMs);
    };
    document.addEventListener('visibilitychange', wake);
    addEventListener('online', wake);
    return () => {
      document.removeEventListener('visibilitychange', wake);
      removeEventListener('online', wake);
    };
  }, [connection]);
};

const useTitle = (): void => {
  const { resources } = useHost();
  const waiting = useResource(resources.asks).value?.length ?? 0;
  useEffect(() => {
    document.title = waiting > 0 ? `(${waiting}) Pynchy` : 'Pynchy';
  }, [waiting]);
};

/** The whole window: sidebar and the page that the address names. */
export const App = ({ onLinkCode }: { onLinkCode: (code: string) => void }) => {
  const route = useRoute();
  const { phase } = useConnection();
  const chosen = useChosenChat(route);
  useWakeCheck();
  useTitle();
  if (phase === 'signed-out') return <SignedOut code="not-signed-in" onLinkCode={onLinkCode} />;
  return (
    <Shell chatId={route.page === 'chat' ? chosen : null} page={route.page}>
      <LostBanner />
      <HostNotices />
      {route.page === 'accounts' && <AccountsPage />}
      {route.page === 'plugins' && <PluginsPage />}
      {route.page === 'chat' && chosen !== null && <ChatPage key={chosen} chatId={chosen} ask={route.ask ?? null} />}
    </Shell>
  );
};
