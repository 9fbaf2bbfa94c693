import { IconAlertTriangle, IconCheck, IconChecks, IconClock, IconHelpCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { MessageView } from '#contract/ui/views.ts';
import { type TextKey, t } from '../../locales/translate.ts';
import { reasonText } from '../../ui/reason-text.ts';

const Tick = ({ label, tone = '', children }: { label: TextKey; tone?: string; children: ReactNode }) => (
  <span className={`py-message__fate${tone}`} role="img" aria-label={t(label)} title={t(label)}>
    {children}
  </span>
);

/** How far a delivery has come, as messengers show it. */
export const Ticks = ({ delivery }: { delivery: NonNullable<MessageView['delivery']> }) => {
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

/** What became of a message. A failure that its turn tells below is only a mark here. */
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
      </span>
    );
  if (message.delivery === 'unknown')
    return (
      <span className="py-message__fate py-message__fate--warn">
        <IconHelpCircle size={13} aria-hidden />
        {t('tick.unknown')}
      </span>
    );
  if (message.state === 'ignored')
    return <span className="py-message__fate">{message.reason ? reasonText(message.reason) : t('message.ignored')}</span>;
  if (message.origin !== 'human') return message.delivery ? <Ticks delivery={message.delivery} /> : null;
  if (message.state === 'queued' || message.state === 'received')
    return (
      <span className="py-message__fate">
        <IconClock size={13} aria-hidden /> {t('message.queued')}
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
