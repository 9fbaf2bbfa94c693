import { useHost } from '../rpc/host.ts';
import { useResource } from '../rpc/resource.ts';
import { useUiSettings } from '../rpc/ui-settings.ts';
import type { Route } from './route.ts';

/**
 * Whether the first steps are shown without being asked for: nobody has seen or put them off, nothing was said yet, no model
 * is connected, and the address names nothing. `unknown` until the host has told that much.
 */
export const useFirstStart = (route: Route): 'yes' | 'no' | 'unknown' => {
  const { resources } = useHost();
  const { ui, isKnown } = useUiSettings();
  const chats = useResource(resources.chats).value;
  const accounts = useResource(resources.accounts).value;
  if (route.page !== 'chat' || route.chatId !== null || ui.welcome !== 'new') return 'no';
  if (!isKnown || chats === null || accounts === null) return 'unknown';
  return chats.every(({ lastAt }) => lastAt === null) && accounts.every(({ noAi }) => noAi) ? 'yes' : 'no';
};
