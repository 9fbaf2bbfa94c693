import { lazyPage } from './lazy-page.tsx';

/** Every page but the chat, which is part of the first script. */
const accounts = lazyPage(async () => (await import('../features/accounts/accounts-page.tsx')).AccountsPage);
const activity = lazyPage(async () => (await import('./overview-pages.tsx')).ActivityScreen);
const approvals = lazyPage(async () => (await import('./overview-pages.tsx')).ApprovalsScreen);
const health = lazyPage(async () => (await import('./overview-pages.tsx')).HealthScreen);
const links = lazyPage(async () => (await import('../features/links/links-page.tsx')).LinksPage);
const plugins = lazyPage(async () => (await import('../features/plugins/plugins-page.tsx')).PluginsPage);
const settings = lazyPage(async () => (await import('../features/settings/settings-page.tsx')).SettingsPage);
const welcome = lazyPage(async () => (await import('../features/onboarding/welcome-page.tsx')).WelcomePage);
const workspaces = lazyPage(async () => (await import('../features/workspaces/workspaces-page.tsx')).WorkspacesPage);

export const AccountsPage = accounts.Page;
export const ActivityScreen = activity.Page;
export const ApprovalsScreen = approvals.Page;
export const HealthScreen = health.Page;
export const LinksPage = links.Page;
export const PluginsPage = plugins.Page;
export const SettingsPage = settings.Page;
export const WelcomePage = welcome.Page;
export const WorkspacesPage = workspaces.Page;

/** Fetches all of them while nothing else is to do; returns how to stop that. */
export const fetchAllPages = (): (() => void) => {
  const waiting = [workspaces, accounts, settings, plugins, activity, health, approvals, links, welcome];
  let handle = 0;
  const next = (): void => {
    const page = waiting.shift();
    if (!page) return;
    // One that fails is fetched again when it is opened, and says then what is wrong.
    void page.fetch().catch(() => undefined);
    handle = requestIdleCallback(next);
  };
  handle = requestIdleCallback(next);
  return () => cancelIdleCallback(handle);
};
