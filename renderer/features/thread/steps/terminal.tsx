import { Button, Loader } from '@mantine/core';
import { IconPlayerStopFilled } from '@tabler/icons-react';
import { useCallback, useRef } from 'react';
import type { MessageView } from '#contract/ui/views.ts';
import { t } from '../../../locales/translate.ts';
import { useHost } from '../../../rpc/host.ts';
import { useAction } from '../../../rpc/use-action.ts';
import { CopyAction } from '../../../ui/copy-action.tsx';
import { focusNext } from '../../../ui/focus-next.ts';
import { reasonText } from '../../../ui/reason-text.ts';
import { duration, timeOfDay } from '../../../ui/time.ts';
import { useLiveNow } from '../use-live-now.ts';
import { isRunningCommand, type LiveOutput } from './command-output.ts';
import { ExitCode } from './exit-code.tsx';
import { Output } from './output.tsx';

const Running = ({ message, onStopped }: { message: MessageView; onStopped: () => void }) => {
  const { client } = useHost();
  const now = useLiveNow();
  const stop = useAction(useCallback(() => client.messages.stopCommand({ messageId: message.id }), [client, message.id]));
  return (
    <>
      {now === null ? (
        <span className="py-exit">{t('call.running')}</span>
      ) : (
        <span className="py-exit">
          <Loader size={12} color="currentColor" aria-hidden /> {t('terminal.running', { time: duration(now - message.sentAt) })}
        </span>
      )}
      {stop.error && <span className="py-exit py-exit--bad">{stop.error}</span>}
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<IconPlayerStopFilled size={12} />}
        loading={stop.busy}
        aria-label={t('terminal.stop')}
        onClick={() => void stop.run().then((isDone) => isDone && onStopped())}
      >
        {t('action.stop')}
      </Button>
    </>
  );
};

export interface TerminalProps {
  readonly message: MessageView;
  readonly line: string;
  readonly live: LiveOutput | null;
}

/** A command a person runs in the sandbox, with what it prints. No model saw it being run. */
export const Terminal = ({ message, line, live }: TerminalProps) => {
  const card = useRef<HTMLElement>(null);
  const { command } = message;
  const isRunning = isRunningCommand(message);
  const output = isRunning ? `${live && live.from > 0 ? '…\n' : ''}${live?.text ?? ''}` : (command?.output ?? '');
  const hasReason = !isRunning && message.state === 'failed' && message.reason !== null;
  return (
    <article
      ref={card}
      tabIndex={-1}
      className="py-terminal"
      aria-label={t('terminal.label', { time: timeOfDay(message.sentAt) })}
      aria-busy={isRunning}
    >
      <header className="py-terminal__bar">
        <code dir="ltr" translate="no">
          <span aria-hidden>$ </span>
          {line}
        </code>
        <CopyAction text={line} label={t('terminal.copy')} />
      </header>
      <Output text={output} sha256={isRunning ? null : (command?.outputBlob ?? null)} />
      <footer className="py-terminal__foot">
        {isRunning ? (
          <Running message={message} onStopped={() => focusNext(card.current)} />
        ) : hasReason && message.reason ? (
          <span className="py-exit py-exit--bad" translate="no">
            {reasonText(message.reason)}
          </span>
        ) : (
          <ExitCode code={command?.exitCode ?? null} />
        )}
      </footer>
    </article>
  );
};
