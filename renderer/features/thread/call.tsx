import type { StepView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { CopyAction } from '../../ui/copy-action.tsx';
import { Fields } from '../../ui/fields.tsx';
import { reasonText } from '../../ui/reason-text.ts';
import { duration } from '../../ui/time.ts';
import { ExitCode } from './exit-code.tsx';
import { Output } from './output.tsx';

const End = ({ step }: { step: StepView }) => {
  const exitCode = step.tool?.exitCode ?? null;
  if (step.state === 'running') return <span className="py-exit">{t('call.running')}</span>;
  if (step.state === 'unknown') return <span className="py-exit py-exit--warn">{t('call.unknown')}</span>;
  if (exitCode !== null) return <ExitCode code={exitCode} />;
  if (step.state === 'failed')
    return <span className="py-exit py-exit--bad">{step.reason ? reasonText(step.reason) : t('call.failed')}</span>;
  return <span className="py-exit py-exit--ok">{t('call.done')}</span>;
};

/** One tool call: what was asked, what came back and how it ended. */
export const Call = ({ step }: { step: StepView }) => {
  const input = step.tool?.input ?? {};
  const command = typeof input.command === 'string' ? input.command : null;
  return (
    <article className="py-call" aria-label={t('call.label', { tool: step.tool?.name ?? '' })}>
      <header className="py-call__head">
        <code translate="no">{step.tool?.name}</code>
        <End step={step} />
        <span className="py-call__time">{step.endedAt !== null && duration(step.endedAt - step.startedAt)}</span>
        {command !== null && <CopyAction text={command} label={t('terminal.copy')} />}
      </header>
      <Fields values={input} />
      <Output text={step.tool?.output ?? ''} sha256={step.tool?.outputBlob ?? null} className="py-call__output" />
    </article>
  );
};
