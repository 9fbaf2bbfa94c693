import type { Color } from '#contract/model/colors.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useProviderState } from '../../rpc/provider-state.ts';
import { useResource } from '../../rpc/resource.ts';
import { type Trouble, troubleOf } from './trouble.ts';

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

export interface NextAnswer {
  readonly answerer: Answerer | null;
  readonly problem: NoAnswer | null;
  /** The account did not answer the last time, or another one would. */
  readonly trouble: Trouble | null;
}

/** Who answers the next message of a workspace, and what stands in the way. All null while that is not known yet. */
export const useAnswerer = (workspaceId: string): NextAnswer => {
  const { resources } = useHost();
  const workspace = useResource(resources.workspaces).value?.find(({ id }) => id === workspaceId);
  const accounts = useResource(resources.accounts).value;
  const vault = useResource(resources.status).value?.host.vault;
  const first = workspace?.accounts[0];
  const account = accounts?.find(({ id }) => id === first?.id);
  const provider = useProviderState(first?.provider ?? null);
  const rows = useResource(resources.health).value ?? [];
  if (!workspace || !accounts) return { answerer: null, problem: null, trouble: null };
  if (!first || !account)
    return {
      answerer: null,
      trouble: null,
      problem: { text: t('composer.noAccount'), link: { href: '#/accounts', label: t('composer.noAccountNext') } },
    };
  const answerer = { accountId: account.id, name: account.name, color: account.color, model: workspace.model, noAi: account.noAi };
  const trouble = troubleOf(rows, workspace);
  if (trouble?.fate === 'other') {
    const other = accounts.find(({ name }) => name === trouble.other);
    const instead = other && { accountId: other.id, name: other.name, color: other.color, model: null, noAi: other.noAi };
    return { answerer: instead ?? answerer, problem: null, trouble };
  }
  if (provider === 'off')
    return {
      answerer,
      trouble: null,
      problem: {
        text: t('composer.providerOff', { account: account.name }),
        link: { href: '#/plugins', label: t('composer.providerOffNext') },
      },
    };
  if (account.hasKey && vault === 'locked')
    return { answerer, trouble: null, problem: { text: t('composer.vaultLocked', { account: account.name }), link: null } };
  return { answerer, problem: null, trouble };
};
