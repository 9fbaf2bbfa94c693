import { Collapse, UnstyledButton } from '@mantine/core';
import { IconChevronRight, IconHelpCircle, IconTool, IconX } from '@tabler/icons-react';
import { memo, useId } from 'react';
import type { StepView } from '#contract/ui/views.ts';
import { t } from '../../../locales/translate.ts';
import { Markdown } from '../../../ui/markdown.tsx';
import { duration } from '../../../ui/time.ts';
import { useKept } from '../scrolling/use-kept.ts';
import { useLiveNow } from '../use-live-now.ts';
import { Call } from './call.tsx';
import { LongCall } from './long-call.tsx';
import { callSubject, outcomeOf, workSummary, workTrouble } from './work-summary.ts';

const lastLine = (output: string): string => output.trimEnd().split('\n').at(-1)?.slice(0, 200) ?? '';

/** What runs now, and the last line it printed: so that nobody wonders whether it hangs. */
const Live = ({ step }: { step: StepView }) => {
  const now = useLiveNow();
  const what = callSubject(step) || (step.tool?.name ?? '');
  const line = lastLine(step.tool?.output ?? '');
  return (
    <span className="py-work__live">
      <span translate="no">{now === null ? what : t('work.running', { what })}</span>
      {now !== null && <time className="py-work__time">{duration(now - step.startedAt)}</time>}
      {line && (
        <code dir="ltr" translate="no">
          {line}
        </code>
      )}
    </span>
  );
};

const Thought = ({ step }: { step: StepView }) => (
  <details className="py-work__thought">
    <summary>{step.endedAt === null ? t('work.thinking') : t('work.thought', { time: duration(step.endedAt - step.startedAt) })}</summary>
    <Markdown text={step.text} streaming={step.state === 'running'} />
  </details>
);

export interface WorkProps {
  readonly steps: readonly StepView[];
  readonly isLive: boolean;
  readonly wasStopped: boolean;
}

/** Neighbouring tool calls and thoughts as one honest line that opens to each of them. */
export const Work = memo(({ steps, isLive, wasStopped }: WorkProps) => {
  const [isOpen, setOpen] = useKept(`work-${steps[0]?.id ?? ''}`, false);
  const id = useId();
  const running = isLive ? steps.findLast(({ state }) => state === 'running') : undefined;
  const trouble = workTrouble(steps, wasStopped);
  const isBad = steps.some((step) => outcomeOf(step, wasStopped) === 'failed');
  const Icon = isBad ? IconX : trouble ? IconHelpCircle : IconTool;
  return (
    <div className={`py-work${isBad ? ' py-work--bad' : trouble ? ' py-work--warn' : ''}`}>
      <div className="py-work__bar">
        <UnstyledButton className="py-work__line" aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}>
          <Icon size={15} className="py-work__icon" aria-hidden />
          {running?.kind === 'tool' ? (
            <Live step={running} />
          ) : (
            <span>{running ? t('work.thinking') : workSummary(steps, Date.now())}</span>
          )}
          {trouble && <strong className="py-work__trouble">{trouble}</strong>}
          <IconChevronRight size={15} className={`py-work__chevron${isOpen ? ' py-work__chevron--open' : ''}`} aria-hidden />
        </UnstyledButton>
        {running?.kind === 'tool' && <LongCall step={running} />}
      </div>
      <Collapse expanded={isOpen} id={id} transitionDuration={0}>
        {isOpen && (
          <div className="py-work__calls">
            {steps.map((step) => (step.kind === 'tool' ? <Call key={step.id} step={step} /> : <Thought key={step.id} step={step} />))}
          </div>
        )}
      </Collapse>
    </div>
  );
});
Work.displayName = 'Work';
