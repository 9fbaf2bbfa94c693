import { Button } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { StepView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { CopyAction } from '../../ui/copy-action.tsx';
import { Fields } from '../../ui/fields.tsx';
import { reasonText } from '../../ui/reason-text.ts';
import { ScrollBox } from '../../ui/scroll-box.tsx';
import { duration } from '../../ui/time.ts';
import { ExitCode } from './exit-code.tsx';

const End = ({ step }: { step: StepView }) => {
  const exitCode = step.tool?.exitCode ?? null;
  if (step.state === 'running') return <span className="py-exit">{t('call.running')}</span>;
  if (step.state === 'unknown') return <span className="py-exit py-exit--warn">{t('call.unknown')}</span>;
  if (exitCode !== null) return <ExitCode code={exitCode} />;
  if (step.state === 'failed')
    return <span className="py-exit py-exit--bad">{step.reason ? reasonText(step.reason) : t('call.failed')}</span>;
  return <span className="py-exit py-exit--ok">{t('call.done')}</span>;
};

/** The output as far as it is here; the rest is fetched when asked for. */
const Output = ({ step }: { step: StepView }) => {
  const { client } = useHost();
  const sha256 = step.tool?.outputBlob ?? null;
  const [whole, setWhole] = useState<{ text: string; nextOffset: number | null } | null>(null);
  const more = useAction(
    useCallback(async () => {
      if (sha256 === null) return;
      const part = await client.turns.output({ sha256, offset: whole?.nextOffset ?? 0 });
      setWhole({ text: (whole?.text ?? '') + part.text, nextOffset: part.nextOffset });
    }, [client, sha256, whole]),
  );
  const text = whole?.text ?? step.tool?.output ?? '';
  const hasMore = sha256 !== null && (whole === null || whole.nextOffset !== null);
  if (text === '' && !hasMore) return null;
  return (
    <>
      <ScrollBox as="pre" isForeign className="py-call__output" label={t('call.output')}>
        {text}
      </ScrollBox>
      {hasMore && (
        <Button size="compact-xs" variant="subtle" loading={more.busy} onClick={() => void more.run()}>
          {whole === null ? t('call.showAll') : t('call.showMore')}
        </Button>
      )}
      {more.error && <p className="py-call__error">{more.error}</p>}
    </>
  );
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
      <Output step={step} />
    </article>
  );
};
