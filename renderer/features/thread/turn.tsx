import { IconSparkles } from '@tabler/icons-react';
import { memo, type ReactNode, useCallback, useMemo } from 'react';
import type { AskView, MessageView, StepView, TurnView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { Markdown } from '../../ui/markdown.tsx';
import { NoticeLine } from '../../ui/notice-line.tsx';
import { reasonText } from '../../ui/reason-text.ts';
import { timeOfDay } from '../../ui/time.ts';
import { ActionsBar, useActions } from './actions-bar.tsx';
import { Reactions } from './marks.tsx';
import { Message } from './message.tsx';
import { turnDetails } from './message-details.ts';
import { toBlocks } from './scrolling/timeline.ts';
import { Details } from './steps/details.tsx';
import { Work } from './steps/work.tsx';
import { Working } from './steps/working.tsx';
import { TurnFoot } from './turn-foot.tsx';

export interface TurnProps {
  readonly turn: TurnView;
  readonly asks: readonly AskView[];
  /** Messages that it heard while it ran. */
  readonly said: readonly MessageView[];
  readonly renderAsk: (ask: AskView) => ReactNode;
  /** The account with a real model that could answer in this chat; null while there is none. */
  readonly askAgainWith: string | null;
}

const TextStep = memo(({ step }: { step: StepView }) => <Markdown text={step.text} streaming={step.state === 'running'} />);
TextStep.displayName = 'TextStep';

const Summary = ({ step }: { step: StepView }) => (
  <details className="py-summary">
    <summary>{t('turn.summary')}</summary>
    <Markdown text={step.text} />
  </details>
);

// The lists of asks are made anew with every piece of text; what is in them is not.
const isSame = (a: TurnProps, b: TurnProps): boolean =>
  a.turn === b.turn &&
  a.renderAsk === b.renderAsk &&
  a.askAgainWith === b.askAgainWith &&
  a.asks.length === b.asks.length &&
  a.asks.every((ask, index) => ask === b.asks[index]) &&
  a.said.length === b.said.length &&
  a.said.every((message, index) => message === b.said[index]);

/** What the agent said, without what it did. */
const wordsOf = (turn: TurnView): string =>
  turn.steps
    .filter(({ kind, state }) => kind === 'text' && state !== 'discarded')
    .map(({ text }) => text)
    .join('\n\n');

// The box of a turn that waits for a model says the same, with the time of the next try.
const isToldBelow = ({ state, wait, steps }: TurnView, step: StepView): boolean =>
  state === 'waiting' && wait === 'quota' && step === steps.at(-1) && step.reason?.code === 'waiting-for-model';

/** One run of the agent: what it said and did, in the order in which it happened. */
export const Turn = memo(({ turn, asks, said, renderAsk, askAgainWith }: TurnProps) => {
  const { client } = useHost();
  const acts = useActions();
  const retry = useAction(useCallback(() => client.turns.retry({ turnId: turn.id }), [client, turn.id]));
  const blocks = useMemo(() => toBlocks(turn, asks, said), [turn, asks, said]);
  // Before the first model call nobody knows who answers: an answer of Practice must never carry another name.
  const isKnown = turn.endedAt !== null || turn.steps.some(({ kind }) => kind === 'model');
  const name = turn.noAi ? t('practice.bubble') : isKnown ? t('agent.name') : t('agent.starting');
  const isWorking = turn.state === 'running';
  return (
    <article
      className="py-agent"
      aria-label={t('message.label', { author: name, time: timeOfDay(turn.startedAt) })}
      aria-busy={isWorking}
      {...acts.handlers}
    >
      <header className="py-agent__head">
        <span className="py-agent__mark" aria-hidden>
          <IconSparkles size={14} />
        </span>
        <strong>{turn.noAi ? t('practice.name') : name}</strong>
        {turn.noAi && <span className="py-chip">{t('practice.noAi')}</span>}
        {isWorking && <Working turn={turn} />}
      </header>
      {turn.again !== null && (
        <p className="py-agent__again" dir="auto">
          {t('turn.again', { text: turn.again })}
        </p>
      )}
      {blocks.map((block) => {
        switch (block.type) {
          case 'text':
            return <TextStep key={block.key} step={block.step} />;
          case 'work':
            return <Work key={block.key} steps={block.steps} isLive={isWorking} wasStopped={turn.state === 'cancelled'} />;
          case 'notice':
            return isToldBelow(turn, block.step) ? null : (
              <NoticeLine key={block.key}>
                {block.step.text ? <span translate="no">{block.step.text}</span> : block.step.reason && reasonText(block.step.reason)}
              </NoticeLine>
            );
          case 'summary':
            return <Summary key={block.key} step={block.step} />;
          case 'said':
            return <Message key={block.key} message={block.message} live={null} isToldByTurn={false} />;
          case 'ask':
            return <div key={block.key}>{renderAsk(block.ask)}</div>;
          default:
            return block satisfies never;
        }
      })}
      {turn.reactions && <Reactions reactions={turn.reactions} />}
      <TurnFoot turn={turn} askAgainWith={askAgainWith} />
      {retry.error && <p className="py-call__error">{retry.error}</p>}
      {acts.isNear && !isWorking && (
        <ActionsBar
          text={wordsOf(turn)}
          onRetry={turn.canRetry ? () => void retry.run() : undefined}
          onDetails={() => acts.setDetailed(true)}
        />
      )}
      {acts.isDetailed && <Details lines={turnDetails(turn)} onClose={() => acts.setDetailed(false)} />}
    </article>
  );
}, isSame);
Turn.displayName = 'Turn';
