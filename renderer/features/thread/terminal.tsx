import { t } from '../../locales/translate.ts';
import { CopyAction } from '../../ui/copy-action.tsx';
import { ScrollBox } from '../../ui/scroll-box.tsx';
import { timeOfDay } from '../../ui/time.ts';
import { ExitCode } from './exit-code.tsx';

export interface TerminalProps {
  readonly command: { readonly line: string; readonly exitCode: number | null; readonly output: string };
  readonly at: number;
}

/** A command a person ran in the sandbox, with what it printed. No model saw it being run. */
export const Terminal = ({ command, at }: TerminalProps) => (
  <article className="py-terminal" aria-label={t('terminal.label', { time: timeOfDay(at) })}>
    <header className="py-terminal__bar">
      <code dir="ltr" translate="no">
        <span aria-hidden>$ </span>
        {command.line.replace(/^!\s*/, '')}
      </code>
      <CopyAction text={command.line.replace(/^!\s*/, '')} label={t('terminal.copy')} />
    </header>
    {command.output !== '' && (
      <ScrollBox as="pre" isForeign label={t('call.output')}>
        {command.output}
      </ScrollBox>
    )}
    <footer className="py-terminal__foot">
      <ExitCode code={command.exitCode} />
    </footer>
  </article>
);
