import { IconAlertTriangle, IconCheck, IconChecks, IconClock, IconHelpCircle, IconMoon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { MessageView } from '#contract/ui/views.ts';
import { type TextKey, t } from '../../locales/translate.ts';
import { reasonText } from '../../ui/reason-text.ts';
import { timeOfDay } from '../../ui/time.ts';
import { Stuck } from './stuck.tsx';

const Tick = ({ label, tone = '', children }: { label: TextKey; tone?: string; children: ReactNode }) => (
  <span className={`py-message__fate${tone}`} role="img" aria-label={t(label)} title={t(label)}>
    {children}
  </span>
);

const Held = ({ until }: { until: number }) => (
  <span className="py-message__fate">
    <IconMoon size={13} aria-hidden /> {t('tick.held', { time: timeOfDay(until) })}
  </span>
);

/** How far a delivery has come, as messengers show it. */
export const Ticks = ({
  delivery,
  heldUntil,
}: {
  delivery: NonNullable<MessageView['delivery']>;
  heldUntil?: number | null | undefined;
}) => {
  if (delivery === 'queued' && heldUntil) return <Held until={heldUntil} />;
  switch (delivery) {
    case 'queued':
    case 'sending':
      return (
        <Tick label="tick.sending">
          <IconClock size={13} aria-hidden />
        </Tick>
      );
    case 'sent':
      return (
        <Tick label="tick.sent">
          <IconCheck size={14} aria-hidden />
        </Tick>
      );
    case 'delivered':
      return (
        <Tick label="tick.delivered">
          <IconChecks size={14} aria-hidden />
        </Tick>
      );
    case 'read':
      return (
        <Tick label="tick.read" tone=" py-message__fate--read">
          <IconChecks size={14} aria-hidden />
        </Tick>
      );
    default:
      return null;
  }
};

// People talk to each other there: that nobody answers is no news, and who may give work stands above the thread.
const saysNothing: ReadonlySet<string> = new Set(['not-addressed', 'not-allowed-here', 'said-to-others', 'message-deleted']);

/** What became of a message. A failure that its turn tells below is only a mark here, a stop nothing. */
export const Fate = ({ message, isToldByTurn }: { message: MessageView; isToldByTurn: boolean }) => {
  if (message.state === 'failed' || message.delivery === 'failed')
    return isToldByTurn ? (
      <Tick label="message.failed" tone=" py-message__fate--bad">
        <IconAlertTriangle size={13} aria-hidden />
      </Tick>
    ) : (
      <span className="py-message__fate py-message__fate--bad">
        <IconAlertTriangle size={13} aria-hidden />
        <span translate="no">
          {message.reason ? reasonText(message.reason) : t(message.delivery === 'failed' ? 'tick.failed' : 'message.failed')}
        </span>
        {message.delivery === 'failed' && <Stuck of={{ messageId: message.id }} delivery="failed" />}
      </span>
    );
  if (message.delivery === 'unknown')
    return (
      <span className="py-message__fate py-message__fate--warn">
        <IconHelpCircle size={13} aria-hidden />
        {t('tick.check')}
        <Stuck of={{ messageId: message.id }} delivery="unknown" />
      </span>
    );
  if (message.state === 'ignored')
    return isToldByTurn || saysNothing.has(message.reason?.code ?? '') ? null : (
      <span className="py-message__fate">{message.reason ? reasonText(message.reason) : t('message.ignored')}</span>
    );
  if (message.origin !== 'human') return message.delivery ? <Ticks delivery={message.delivery} heldUntil={message.heldUntil} /> : null;
  if (message.state === 'queued' || message.state === 'received')
    return (
      <span className="py-message__fate">
        <IconClock size={13} aria-hidden /> {message.reason ? reasonText(message.reason) : t('message.queued')}
      </span>
    );
  return message.state === 'claimed' ? (
    <Tick label="tick.heard">
      <IconCheck size={14} aria-hidden />
    </Tick>
  ) : (
    <Tick label="tick.answered">
      <IconChecks size={14} aria-hidden />
    </Tick>
  );
};
