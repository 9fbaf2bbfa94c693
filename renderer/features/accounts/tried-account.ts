import { useCallback, useState } from 'react';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';

export interface HowToReach {
  readonly account?: string;
  readonly provider?: string;
  readonly baseUrl?: string | null;
  readonly key?: string | null;
}
export interface Tried {
  readonly ok: boolean;
  readonly text: string;
  readonly costMicros: number | null;
  readonly models: readonly string[];
}

/** A real try of what is not saved. Its outcome counts only for exactly what was tried. */
export const useTryOut = (how: HowToReach) => {
  const { client } = useHost();
  const [last, setLast] = useState<{ readonly of: string; readonly tried: Tried } | null>(null);
  const of = JSON.stringify(how);
  const action = useAction(
    useCallback(async () => {
      setLast(null);
      setLast({ of, tried: await client.accounts.tryOut(JSON.parse(of) as HowToReach) });
    }, [client, of]),
  );
  const tried = last?.of === of ? last.tried : null;
  return { tried, run: action.run, busy: action.busy, error: action.error };
};
