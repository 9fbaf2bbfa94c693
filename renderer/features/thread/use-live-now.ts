import { useConnection } from '../../rpc/host.ts';
import { useNow } from '../../ui/use-now.ts';

/** The time, every second while the host is heard; null while it is not: nobody knows then what goes on. */
export const useLiveNow = (): number | null => {
  const isHeard = useConnection().phase === 'open';
  const now = useNow(1_000, isHeard);
  return isHeard ? now : null;
};
