import type { Color } from '#contract/model/colors.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useProviderState } from '../../rpc/provider-state.ts';
import { useResource } from '../../rpc/resource.ts';

export interface Answerer {
  readonly accountId: string;
  readonly name: string;
  readonly color: Color | null;
  readonly model: string | null;
  readonly noAi: boolean;
}
/** Why nobody would answer now, and where that is changed. */
export interface NoAnswer {
  readonly text: string;
  readonly link: { readonly href: string; readonly label: string } | null;
}

/** Who answers the next message of a workspace, and what stands in the way. Both null while that is not known yet. */
export const useAnswerer = (workspaceId: string): { readonly answerer: Answerer | null; readonly problem: NoAnswer | null } => {
  const { resources } = useHost();
  const workspace = useResource(resources.workspaces).value?.find(({ id }) => id === workspaceId);
  const accounts = useResource(resources.accounts).value;
  const vault = useResource(resources.status).value?.host.vault;
  const first = workspace?.accounts[0];
  const account = accounts?.find(({ id }) => id === first?.id);
  const provider = useProviderState(first?.provider ?? null);
  if (!workspace || !accounts) return { answerer: null, problem: null };
  if (!first || !account)
    return {
      answerer: null,
      problem: { text: t('composer.noAccount'), link: { href: '#/accounts', label: t('composer.noAccountNext') } },
    };
  const answerer = { accountId: account.id, name: account.name, color: account.color, model: workspace.model, noAi: account.noAi };
  if (provider === 'off')
    return {
      answerer,
      problem: {
        text: t('composer.providerOff', { account: account.name }),
        link: { href: '#/plugins', label: t('composer.providerOffNext') },
      },
    };
  if (account.hasKey && vault === 'locked')
    return { answerer, problem: { text: t('composer.vaultLocked', { account: account.name }), link: null } };
  return { answerer, problem: null };
};
