import { useCallback, useEffect, useRef, useState } from 'react';
import type { JobView, SandboxLiveView } from '#contract/ui/domains/sandbox.ts';
import { useHost } from '../../../rpc/host.ts';
import { addSample, type Load, noLoad } from './load.ts';

// No event says what a program uses: it is looked at while somebody looks.
const everyMs = 2_000;

interface Seen {
  readonly latest: SandboxLiveView | null;
  readonly jobs: readonly JobView[];
  readonly load: Load;
}
export interface Live extends Seen {
  /** Now, and not at its next time. */
  readonly look: () => void;
}
const nothing: Seen = { latest: null, jobs: [], load: noLoad };

/** What runs in a sandbox and what it uses, while this page is in sight; forgotten when it ends. */
export const useLive = (id: string, isRunning: boolean): Live => {
  const { client } = useHost();
  const [seen, setSeen] = useState(nothing);
  const lookNow = useRef<() => void>(() => undefined);
  useEffect(() => {
    if (!isRunning) return;
    let isOver = false;
    let timer: ReturnType<typeof setTimeout>;
    const look = async (): Promise<void> => {
      clearTimeout(timer);
      if (document.visibilityState === 'visible')
        await Promise.all([client.sandbox.live({ id }), client.sandbox.jobs({ id })]).then(
          ([latest, jobs]) => !isOver && setSeen(({ load }) => ({ latest, jobs, load: addSample(load, latest) })),
          // The panel beside it says what is wrong; the next look may go well.
          (error: unknown) => console.warn('What the sandbox uses could not be asked.', error),
        );
      clearTimeout(timer);
      if (!isOver) timer = setTimeout(() => void look(), everyMs);
    };
    lookNow.current = () => void look();
    void look();
    return () => {
      isOver = true;
      clearTimeout(timer);
      setSeen(nothing);
    };
  }, [client, id, isRunning]);
  const look = useCallback(() => lookNow.current(), []);
  return { ...seen, look };
};
