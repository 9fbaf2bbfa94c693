import { IconAlertTriangle, IconClock } from '@tabler/icons-react';
import type { MessageView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { reasonText } from '../../ui/reason-text.ts';

/** What became of a message that was not simply answered. A failure that its turn tells below is only a mark here. */
export const Fate = ({ message, isToldByTurn }: { message: MessageView; isToldByTurn: boolean }) => {
  if (message.state === 'failed' || message.delivery === 'failed')
    return isToldByTurn ? (
      <span className="py-message__fate py-message__fate--bad" role="img" aria-label={t('message.failed')} title={t('message.failed')}>
        <IconAlertTriangle size={13} aria-hidden />
      </span>
    ) : (
      <span className="py-message__fate py-message__fate--bad">
        <IconAlertTriangle size={13} aria-hidden />
        <span translate="no">{message.reason ? reasonText(message.reason) : t('message.failed')}</span>
      </span>
    );
  if (message.delivery === 'unknown') return <span className="py-message__fate">{t('message.deliveryUnknown')}</span>;
  if (message.origin === 'human' && (message.state === 'queued' || message.state === 'received'))
    return (
      <span className="py-message__fate">
        <IconClock size={13} aria-hidden /> {t('message.queued')}
      </span>
    );
  return null;
};
