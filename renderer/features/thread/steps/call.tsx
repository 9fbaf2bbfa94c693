import { Button } from '@mantine/core';
import { IconTerminal2, IconWorld } from '@tabler/icons-react';
import { readFence } from '#contract/text/fence.ts';
import type { StepView } from '#contract/ui/views.ts';
import { t } from '../../../locales/translate.ts';
import { CommandNote } from '../../../ui/command-note.tsx';
import { CopyAction } from '../../../ui/copy-action.tsx';
import { Fields } from '../../../ui/fields.tsx';
import { reasonText } from '../../../ui/reason-text.ts';
import { duration } from '../../../ui/time.ts';
import { useThreadActions } from '../thread-actions.ts';
import { changeOf } from './change-of.ts';
import { Diff } from './diff.tsx';
import { ExitCode } from './exit-code.tsx';
import { Output } from './output.tsx';
import { UndoChange } from './undo-change.tsx';

const End = ({ step }: { step: StepView }) => {
  const exitCode = step.tool?.exitCode ?? null;
  if (step.state === 'running') return <span className="py-exit">{t('call.running')}</span>;
  if (step.state === 'unknown') return <span className="py-exit py-exit--warn">{t('call.unknown')}</span>;
  if (exitCode !== null) return <ExitCode code={exitCode} />;
  if (step.state === 'failed')
    return <span className="py-exit py-exit--bad">{step.reason ? reasonText(step.reason) : t('call.failed')}</span>;
  return <span className="py-exit py-exit--ok">{t('call.done')}</span>;
};

/** The shell's `run` and its namesakes; of other tools a field of that name is not a command line. */
const commandOf = ({ tool }: StepView): string | null =>
  /^(run|exec|bash|shell)$/.test(tool?.name ?? '') && typeof tool?.input.command === 'string' ? tool.input.command : null;

const Command = ({ line }: { line: string }) => {
  const { compose } = useThreadActions();
  return (
    <div className="py-call__command">
      <code dir="ltr" translate="no">
        <span aria-hidden>$ </span>
        {line}
      </code>
      <CopyAction text={line} label={t('terminal.copy')} />
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        leftSection={<IconTerminal2 size={13} aria-hidden />}
        title={t('call.againWhy')}
        onClick={() => compose(`!${line}`)}
      >
        {t('call.again')}
      </Button>
    </div>
  );
};

/** What came back; what others wrote says where it is from, and comes without the marks that a model sees. */
const Outcome = ({ text, sha256 }: { text: string; sha256: string | null }) => {
  const outside = readFence(text);
  return (
    <>
      {outside && (
        <p className="py-call__from">
          <IconWorld size={13} aria-hidden />
          <span className="py-break">{t('call.outside', { from: outside.from })}</span>
        </p>
      )}
      <Output
        text={outside ? [outside.before, outside.text].filter((part) => part !== '').join('\n') : text}
        sha256={sha256}
        className="py-call__output"
      />
    </>
  );
};

/** One tool call: what was asked, what came back and how it ended. */
export const Call = ({ step }: { step: StepView }) => {
  const input = step.tool?.input ?? {};
  const command = commandOf(step);
  const change = changeOf(step);
  const shown = new Set(command === null ? [] : ['command']);
  for (const field of change?.fields ?? []) shown.add(field);
  const rest = Object.fromEntries(Object.entries(input).filter(([name]) => !shown.has(name)));
  return (
    <article className="py-call" aria-label={t('call.label', { tool: step.tool?.name ?? '' })}>
      <header className="py-call__head">
        <code translate="no">{step.tool?.name}</code>
        <End step={step} />
        <span className="py-call__time">{step.endedAt !== null && duration(step.endedAt - step.startedAt)}</span>
      </header>
      {command !== null && <Command line={command} />}
      <CommandNote tool={step.tool?.name ?? ''} input={input} />
      {change && <Diff {...change} action={step.change && <UndoChange stepId={step.id} change={step.change} />} />}
      {Object.keys(rest).length > 0 && <Fields values={rest} />}
      <Outcome text={step.tool?.output ?? ''} sha256={step.tool?.outputBlob ?? null} />
    </article>
  );
};
