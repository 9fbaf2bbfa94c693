import { Button } from '@mantine/core';
import { IconCircleCheck, IconCircleX, IconClockX } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { AskView } from '#contract/ui/views.ts';
import { hasText, t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { timeOfDay } from '../../ui/time.ts';
import { askLine } from './ask-title.ts';

const whereText = (surface: string | null): string => {
  const key = `ask.on.${surface ?? ''}`;
  return hasText(key) ? t(key) : '';
};

/** What became of the call: a message that was let go was sent, anything else was done. */
const becameText = (ask: AskView): string | null => {
  if (ask.outcome === null || ask.outcome === 'discarded') return null;
  const isSent = ask.outcome === 'done' && (ask.tool ?? '').startsWith('send_');
  return t(isSent ? 'ask.became.sent' : `ask.became.${ask.outcome}`);
};

const sentence = (ask: AskView): string => {
  const what = askLine(ask);
  const told = {
    who: ask.answeredBy ?? t('ask.you'),
    where: whereText(ask.surface),
    time: ask.answeredAt ? timeOfDay(ask.answeredAt) : '',
    what,
  };
  switch (ask.state) {
    case 'answered':
      return [ask.kind === 'approval' ? t('ask.approved', told) : t('ask.answered', told), becameText(ask)].filter(Boolean).join(' – ');
    case 'denied':
      return t('ask.denied', told);
    case 'expired':
      return t('ask.expired', { what });
    case 'cancelled':
      return t('ask.cancelled', { what });
    case 'pending':
      return what;
    default:
      return ask.state satisfies never;
  }
};

/** The decision anew, never the call that was asked for then. */
const AskAgain = ({ askId }: { askId: string }) => {
  const { client } = useHost();
  const again = useAction(useCallback(() => client.asks.again({ id: askId }), [client, askId]));
  return (
    <>
      <Button size="compact-xs" variant="default" loading={again.busy} title={t('ask.againHint')} onClick={() => void again.run()}>
        {t('ask.again')}
      </Button>
      {again.error && (
        <span className="py-ask__error" role="alert">
          {again.error}
        </span>
      )}
    </>
  );
};

/** What became of an ask, in one line: "You approved on the phone, 14:02: Send a message to Bob – sent". */
export const AnsweredLine = ({ ask }: { ask: AskView }) => {
  const Icon = ask.state === 'answered' ? IconCircleCheck : ask.state === 'denied' ? IconCircleX : IconClockX;
  return (
    <p className={`py-ask__line py-ask__line--${ask.state}`}>
      <Icon size={16} aria-hidden />
      <span className="py-break" translate="no">
        {sentence(ask).trim()}
      </span>
      {ask.canAskAgain && <AskAgain askId={ask.id} />}
    </p>
  );
};
