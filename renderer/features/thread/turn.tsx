import { IconSparkles } from '@tabler/icons-react';
import { memo, type ReactNode, useMemo } from 'react';
import type { AskView, StepView, TurnView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { Markdown } from '../../ui/markdown.tsx';
import { NoticeLine } from '../../ui/notice-line.tsx';
import { reasonText } from '../../ui/reason-text.ts';
import { timeOfDay } from '../../ui/time.ts';
import { toBlocks } from './timeline.ts';
import { TurnFoot } from './turn-foot.tsx';
import { Work } from './work.tsx';

export interface TurnProps {
  readonly turn: TurnView;
  readonly asks: readonly AskView[];
  readonly renderAsk: (ask: AskView) => ReactNode;
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
  a.turn === b.turn && a.renderAsk === b.renderAsk && a.asks.length === b.asks.length && a.asks.every((ask, index) => ask === b.asks[index]);

/** One run of the agent: what it said and did, in the order in which it happened. */
export const Turn = memo(({ turn, asks, renderAsk }: TurnProps) => {
  const blocks = useMemo(() => toBlocks(turn, asks), [turn, asks]);
  const name = turn.noAi ? t('practice.bubble') : t('agent.name');
  const isWorking = turn.state === 'running';
  return (
    <article className="py-agent" aria-label={t('message.label', { author: name, time: timeOfDay(turn.startedAt) })} aria-busy={isWorking}>
      <header className="py-agent__head">
        <span className="py-agent__mark" aria-hidden>
          <IconSparkles size={14} />
        </span>
        <strong>{turn.noAi ? t('practice.name') : t('agent.name')}</strong>
        {turn.noAi && <span className="py-chip">{t('practice.noAi')}</span>}
      </header>
      {blocks.map((block) => {
        switch (block.type) {
          case 'text':
            return <TextStep key={block.key} step={block.step} />;
          case 'work':
            return <Work key={block.key} steps={block.steps} isLive={isWorking} />;
          case 'notice':
            return (
              <NoticeLine key={block.key}>
                {block.step.text ? <span translate="no">{block.step.text}</span> : block.step.reason && reasonText(block.step.reason)}
              </NoticeLine>
            );
          case 'summary':
            return <Summary key={block.key} step={block.step} />;
          case 'ask':
            return <div key={block.key}>{renderAsk(block.ask)}</div>;
          default:
            return block satisfies never;
        }
      })}
      <TurnFoot turn={turn} />
    </article>
  );
}, isSame);
Turn.displayName = 'Turn';
