import type { AccountView } from '#contract/ui/views.ts';
import { useHost } from '../rpc/host.ts';
import { useResource } from '../rpc/resource.ts';

/** The first account of a workspace when a real model is behind it; null while Practice answers there. */
export const useModelAccount = (workspaceId: string | null): AccountView | null => {
  const { resources } = useHost();
  const workspace = useResource(resources.workspaces).value?.find(({ id }) => id === workspaceId);
  const first = workspace?.accounts[0];
  const account = useResource(resources.accounts).value?.find(({ id }) => id === first?.id);
  return account && !account.noAi ? account : null;
};
