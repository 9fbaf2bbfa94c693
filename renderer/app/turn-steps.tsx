import type { TurnView } from '#contract/ui/views.ts';
import { toBlocks } from '../features/thread/scrolling/timeline.ts';
import { Work } from '../features/thread/steps/work.tsx';
import { Markdown } from '../ui/markdown.tsx';
import { NoticeLine } from '../ui/notice-line.tsx';
import { reasonText } from '../ui/reason-text.ts';

const noAsks = [] as const;

/** What a turn said and did, in true order, for reading only: outside its chat nothing is answered or tried again. */
export const TurnSteps = ({ turn }: { turn: TurnView }) => (
  <div className="py-steps">
    {toBlocks(turn, noAsks).map((block) => {
      switch (block.type) {
        case 'text':
        case 'summary':
          return <Markdown key={block.key} text={block.step.text} />;
        case 'work':
          return <Work key={block.key} steps={block.steps} isLive={turn.state === 'running'} wasStopped={turn.state === 'cancelled'} />;
        case 'notice':
          return <NoticeLine key={block.key}>{block.step.reason ? reasonText(block.step.reason) : block.step.text}</NoticeLine>;
        default:
          return null;
      }
    })}
  </div>
);
