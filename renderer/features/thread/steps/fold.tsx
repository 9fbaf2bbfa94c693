import { Loader, UnstyledButton } from '@mantine/core';
import { IconChevronRight, IconGitBranch } from '@tabler/icons-react';
import { type ReactNode, useCallback, useEffect, useId, useState } from 'react';
import type { AskView, FoldView, MessageView, TurnView } from '#contract/ui/views.ts';
import { t } from '../../../locales/translate.ts';
import { useHost } from '../../../rpc/host.ts';
import { useAction } from '../../../rpc/use-action.ts';
import { Message } from '../message.tsx';
import { toTimeline } from '../scrolling/timeline.ts';
import { useKept } from '../scrolling/use-kept.ts';
import { Turn } from '../turn.tsx';

interface Earlier {
  readonly messages: readonly MessageView[];
  readonly turns: readonly TurnView[];
  readonly asks: readonly AskView[];
  readonly isWhole: boolean;
}

const Version = ({ earlier, renderAsk }: { earlier: Earlier; renderAsk: (ask: AskView) => ReactNode }) => (
  <div className="py-fold__version">
    {toTimeline({ ...earlier, live: {}, folds: [], olderBefore: null, newerAfter: null }).map((entry) => {
      if (entry.type === 'message')
        return <Message key={entry.key} message={entry.message} live={null} isToldByTurn={entry.isToldByTurn} />;
      if (entry.type === 'turn')
        return <Turn key={entry.key} turn={entry.turn} said={entry.said} asks={entry.asks} renderAsk={renderAsk} askAgainWith={null} />;
      return null;
    })}
    {!earlier.isWhole && <p className="py-dim">{t('fold.more')}</p>}
  </div>
);

/** What was said before a message was edited: one line that opens. */
export const Fold = ({ chatId, fold, renderAsk }: { chatId: string; fold: FoldView; renderAsk: (ask: AskView) => ReactNode }) => {
  const { client } = useHost();
  const id = useId();
  const [isOpen, setOpen] = useKept(`fold-${fold.fromSeq}`, false);
  const [earlier, setEarlier] = useState<Earlier | null>(null);
  const { fromSeq, toSeq } = fold;
  const load = useAction(
    useCallback(async () => setEarlier(await client.turns.earlier({ chatId, fromSeq, toSeq })), [client, chatId, fromSeq, toSeq]),
  );
  const isWanted = isOpen && earlier === null;
  const { run } = load;
  useEffect(() => {
    if (isWanted) void run();
  }, [isWanted, run]);
  return (
    <section className="py-fold" aria-label={t('fold.label')}>
      <UnstyledButton className="py-fold__line" aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}>
        <IconGitBranch size={15} aria-hidden />
        <span>{t('fold.line', { n: fold.messages })}</span>
        <span className="py-fold__show">{isOpen ? t('fold.hide') : t('fold.show')}</span>
        {load.busy ? (
          <Loader size={12} color="gray" aria-hidden />
        ) : (
          <IconChevronRight size={15} className={isOpen ? 'py-turned' : ''} aria-hidden />
        )}
      </UnstyledButton>
      <div id={id} hidden={!isOpen}>
        {isOpen && earlier && <Version earlier={earlier} renderAsk={renderAsk} />}
        {load.error && <p className="py-call__error">{load.error}</p>}
      </div>
    </section>
  );
};
