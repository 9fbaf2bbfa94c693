import type { TurnView } from '#contract/ui/views.ts';
import { t } from '../../../locales/translate.ts';
import { duration } from '../../../ui/time.ts';
import { useLiveNow } from '../use-live-now.ts';

const doing = (turn: TurnView): { readonly what: string; readonly since: number } => {
  const tool = turn.steps.findLast(({ kind, state }) => kind === 'tool' && state === 'running');
  if (tool) return { what: t('turn.runningTool'), since: tool.startedAt };
  const isWriting = turn.steps.some(({ kind, state, text }) => kind === 'text' && state === 'running' && text !== '');
  return { what: isWriting ? t('turn.writing') : t('turn.thinking'), since: turn.startedAt };
};

/** What a turn does and for how long. It stands above the text: below it every new line would push it down. */
export const Working = ({ turn }: { turn: TurnView }) => {
  const now = useLiveNow();
  const { what, since } = doing(turn);
  return (
    <span className="py-agent__live">
      <span className={`py-dots${now === null ? ' py-dots--still' : ''}`} aria-hidden>
        <i />
        <i />
        <i />
      </span>
      <span>{now === null ? what : t('turn.since', { what, time: duration(now - since) })}</span>
    </span>
  );
};
