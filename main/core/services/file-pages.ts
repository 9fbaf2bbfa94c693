import type { FileEntryView } from '#contract/ui/views.ts';
import type { Clock } from '../base/clock.ts';

export interface Listing {
  readonly shown: readonly FileEntryView[];
  readonly truncated: boolean;
}
interface Asked {
  readonly workspaceId: string;
  readonly path: string;
  readonly sort: string;
  readonly descending: boolean;
}
const keptMs = 60_000;
const mostKept = 4;

/** The folders that are being paged through: later pages come from what the first one saw, so none is doubled or left out. */
export const createPages = (clock: Clock) => {
  const kept = new Map<string, { listing: Listing; at: number }>();
  const keyOf = (o: Asked): string => JSON.stringify([o.workspaceId, o.path, o.sort, o.descending]);
  return {
    get(o: Asked): Listing | null {
      const found = kept.get(keyOf(o));
      return found && clock.now() - found.at < keptMs ? found.listing : null;
    },
    keep(o: Asked, listing: Listing): Listing {
      const key = keyOf(o);
      kept.delete(key);
      kept.set(key, { listing, at: clock.now() });
      for (const old of [...kept.keys()].slice(0, -mostKept)) kept.delete(old);
      return listing;
    },
  };
};
