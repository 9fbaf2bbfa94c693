import { useEffect, useRef, useState } from 'react';
import { t } from '../../../locales/translate.ts';
import { failureText } from '../../../rpc/failure.ts';
import { useHost } from '../../../rpc/host.ts';
import { Outcome } from '../../../ui/outcome.tsx';

/** The host keeps more; this is what a person scrolls through. */
const keptCharacters = 200_000;
const waitMs = 20_000;
/** So near to the end somebody follows. */
const nearPx = 24;

/** What a command in the background prints, as it comes; it follows the end until somebody scrolls up. */
export const JobLog = ({ logId, id, job }: { logId: string; id: string; job: string }) => {
  const { client } = useHost();
  const box = useRef<HTMLPreElement>(null);
  const isAtEnd = useRef(true);
  const [text, setText] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    let isOver = false;
    const follow = async (): Promise<void> => {
      let from: number | null = null;
      for (;;) {
        const read: Awaited<ReturnType<typeof client.sandbox.jobLog>> = await client.sandbox.jobLog({
          id,
          job,
          from,
          waitMs: from === null ? 0 : waitMs,
        });
        if (isOver) return;
        setText((before) => `${before ?? ''}${read.text}`.slice(-keptCharacters));
        if (read.state === 'ended' && read.next === from) return;
        from = read.next;
      }
    };
    follow().catch((failure: unknown) => !isOver && setError(failureText(failure)));
    return () => {
      isOver = true;
    };
  }, [client, id, job]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was printed moves the end
  useEffect(() => {
    if (isAtEnd.current) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [text]);
  return (
    <div id={logId} className="py-sb__log">
      {error && <Outcome result={{ ok: false, text: error }} />}
      {text === '' && <p className="py-dim">{t('processes.noOutput')}</p>}
      {text !== null && text !== '' && (
        <pre
          ref={box}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled by keys
          tabIndex={0}
          role="log"
          aria-label={t('processes.outputLabel')}
          dir="ltr"
          translate="no"
          onScroll={({ currentTarget: pre }) => {
            isAtEnd.current = pre.scrollHeight - pre.scrollTop - pre.clientHeight < nearPx;
          }}
        >
          {text}
        </pre>
      )}
    </div>
  );
};
