import { useEffect } from 'react';
import { HostNotices } from '../features/connection/host-notices.tsx';
import { LostBanner } from '../features/connection/lost-banner.tsx';
import { PausedBanner } from '../features/connection/paused-banner.tsx';
import { EmergencyBanner } from '../features/emergency/emergency-banner.tsx';
import { BrowserStrip } from '../features/onboarding/browser-strip.tsx';
import { useConnection, useHost } from '../rpc/host.ts';
import { useResource } from '../rpc/resource.ts';
import { ChatPage } from './chat-page.tsx';
import { keyGroups } from './key-groups.ts';
import {
  AccountsPage,
  ActivityScreen,
  ApprovalsScreen,
  fetchAllPages,
  HealthScreen,
  LinksPage,
  PluginsPage,
  SettingsPage,
  WelcomePage,
  WorkspacesPage,
} from './lazy-pages.ts';
import { go, useRoute } from './route.ts';
import { Shell } from './shell.tsx';
import { SignedOut } from './signed-out.tsx';
import { useChosenChat } from './use-chosen-chat.ts';
import { useFirstStart } from './use-first-start.ts';
import { WindowTools } from './window-tools.tsx';

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

const openChat = (chatId: string | null): void => go({ page: 'chat', chatId });

/** The whole window: sidebar and the page that the address names. */
export const App = ({ onLinkCode }: { onLinkCode: (code: string) => void }) => {
  const route = useRoute();
  const { phase } = useConnection();
  const chosen = useChosenChat(route);
  const firstStart = useFirstStart(route);
  // From then on the address holds the page: the first account would otherwise end the steps in their middle.
  useEffect(() => {
    if (firstStart === 'yes') location.replace('#/welcome');
  }, [firstStart]);
  useWakeCheck();
  useTitle();
  // Once the first page stands: the others open at once then, and without a host too.
  useEffect(() => fetchAllPages(), []);
  if (phase === 'signed-out') return <SignedOut code="not-signed-in" onLinkCode={onLinkCode} />;
  if (route.page === 'welcome' || firstStart !== 'no')
    return (
      <WindowTools chatId={null}>
        <main className="py-shell__main py-shell__main--alone">
          <LostBanner />
          {(route.page === 'welcome' || firstStart === 'yes') && <WelcomePage onChat={openChat} />}
        </main>
      </WindowTools>
    );
  return (
    <WindowTools chatId={chosen}>
      <Shell chatId={route.page === 'chat' ? chosen : null} page={route.page}>
        <LostBanner />
        <BrowserStrip />
        <EmergencyBanner />
        <PausedBanner />
        <HostNotices />
        {route.page === 'workspaces' && (
          <WorkspacesPage
            part={route.part ?? null}
            onOpen={(part) => go({ page: 'workspaces', part })}
            onOpenAccounts={() => go({ page: 'accounts' })}
            onOpenPlugin={(part) => go({ page: 'plugins', part })}
            onOpenSpace={() => go({ page: 'health', part: 'space' })}
          />
        )}
        {route.page === 'accounts' && <AccountsPage />}
        {route.page === 'links' && <LinksPage wanted={route.part ?? null} />}
        {route.page === 'plugins' && <PluginsPage />}
        {route.page === 'approvals' && <ApprovalsScreen />}
        {route.page === 'activity' && <ActivityScreen part={route.part ?? null} />}
        {route.page === 'health' && <HealthScreen part={route.part ?? null} />}
        {route.page === 'settings' && (
          <SettingsPage
            part={route.part ?? null}
            onPart={(part) => go({ page: 'settings', part })}
            keyGroups={keyGroups()}
            onWelcome={() => go({ page: 'welcome' })}
          />
        )}
        {route.page === 'chat' && chosen !== null && (
          <ChatPage key={chosen} chatId={chosen} ask={route.ask ?? null} at={route.at ?? null} />
        )}
      </Shell>
    </WindowTools>
  );
};
