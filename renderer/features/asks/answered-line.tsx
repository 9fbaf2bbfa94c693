import { IconCircleCheck, IconCircleX, IconClockX } from '@tabler/icons-react';
import type { AskView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { timeOfDay } from '../../ui/time.ts';
import { askTitle } from './ask-title.ts';

const sentence = (ask: AskView): string => {
  const who = ask.answeredBy ?? t('ask.you');
  const what = ask.kind === 'approval' ? askTitle(ask) : (ask.questions[0]?.question ?? '');
  const time = ask.answeredAt ? timeOfDay(ask.answeredAt) : '';
  switch (ask.state) {
    case 'answered':
      return ask.kind === 'approval' ? t('ask.approved', { who, what, time }) : t('ask.answered', { who, what, time });
    case 'denied':
      return t('ask.denied', { who, what, time });
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

/** What became of an ask, in one line: "You approved: Run a command, 14:02". */
export const AnsweredLine = ({ ask }: { ask: AskView }) => {
  const Icon = ask.state === 'answered' ? IconCircleCheck : ask.state === 'denied' ? IconCircleX : IconClockX;
  return (
    <p className={`py-ask__line py-ask__line--${ask.state}`}>
      <Icon size={16} aria-hidden />
      <span className="py-break" translate="no">
        {sentence(ask).trim()}
      </span>
    </p>
  );
};
