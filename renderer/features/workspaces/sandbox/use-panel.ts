import { useCallback } from 'react';
import type { SandboxPanelView } from '#contract/ui/domains/sandbox.ts';
import { useHost } from '../../../rpc/host.ts';
import { type Action, useAction } from '../../../rpc/use-action.ts';
import { useFresh } from '../../../rpc/use-fresh.ts';

const staleBy = ['sandbox', 'workspace', 'plugin', 'turn'] as const;

export interface Panel {
  readonly id: string;
  /** null until it was fetched. */
  readonly now: SandboxPanelView | null;
  readonly error: string | null;
  readonly refresh: () => void;
  readonly set: (change: (now: SandboxPanelView | null) => SandboxPanelView | null) => void;
}

/** A workspace's sandbox, fetched once for all cards of the screen and again at each news of it. */
export const usePanel = (id: string): Panel => {
  const { client } = useHost();
  const { value, error, refresh, set } = useFresh(
    useCallback(() => client.sandbox.panel({ id }), [client, id]),
    staleBy,
  );
  return { id, now: value, error, refresh, set };
};

/** A button's call that answers with the panel as it is then. */
export const useChange = ({ set }: Panel): Action<[Promise<SandboxPanelView>]> =>
  useAction(
    useCallback(
      async (answer: Promise<SandboxPanelView>) => {
        const next = await answer;
        set(() => next);
      },
      [set],
    ),
  );
