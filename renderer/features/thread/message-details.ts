import type { MessageView, TurnView } from '#contract/ui/views.ts';
import { hasText, t } from '../../locales/translate.ts';
import { reasonText } from '../../ui/reason-text.ts';
import { duration } from '../../ui/time.ts';
import type { DetailLine } from './steps/details.tsx';
import { costOf, costText, tokensOf } from './turn-cost.ts';

const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

const stateText = (state: string): string => {
  const key = `state.${state}`;
  return hasText(key) ? t(key) : state;
};

/** What is known of a message, for a report. */
export const messageDetails = (message: MessageView): DetailLine[] => [
  [t('details.sent'), full.format(message.sentAt)],
  [t('details.state'), stateText(message.state)],
  ...(message.reason ? [[t('details.why'), reasonText(message.reason)] as const] : []),
  ...(message.delivery ? [[t('details.delivery'), stateText(message.delivery)] as const] : []),
  [t('details.message'), message.id],
  ...(message.turnId ? [[t('details.turn'), message.turnId] as const] : []),
];

/** What is known of a turn, for a report. */
export const turnDetails = (turn: TurnView): DetailLine[] => {
  const calls = turn.steps.flatMap(({ model }) => (model ? [model] : []));
  const tokens = tokensOf(calls);
  const last = calls.at(-1);
  const cost = turn.noAi ? null : costText(costOf(calls));
  return [
    [t('details.began'), full.format(turn.startedAt)],
    ...(turn.endedAt === null ? [] : [[t('details.took'), duration(turn.endedAt - turn.startedAt)] as const]),
    [t('details.state'), stateText(turn.state)],
    ...(turn.reason ? [[t('details.why'), reasonText(turn.reason)] as const] : []),
    ...(last && !last.noAi ? [[t('details.model'), `${last.model} (${last.account})`] as const] : []),
    [t('details.calls'), String(calls.length)],
    ...(tokens.in + tokens.out + tokens.cached > 0
      ? [
          [
            t('details.tokens'),
            t(tokens.isEstimated ? 'cost.tokensAllEstimated' : 'cost.tokensAll', {
              in: tokens.in.toLocaleString(),
              cached: tokens.cached.toLocaleString(),
              out: tokens.out.toLocaleString(),
            }),
          ] as const,
        ]
      : []),
    ...(cost ? [[t('details.cost'), cost] as const] : []),
    [t('details.turn'), turn.id],
  ];
};
