import type { StepView, TurnView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';

const limits = new Set(['rate-limited', 'payment', 'over-budget', 'quota']);
const keys = new Set(['key-rejected', 'key-missing', 'vault-locked', 'model-forbidden']);

const whyText = (account: string, code: string): string =>
  t(limits.has(code) ? 'fallback.limit' : keys.has(code) ? 'fallback.key' : 'fallback.other', { account });

const fallbacksOf = (turn: TurnView): { readonly from: string; readonly to: string; readonly why: string }[] =>
  turn.steps.flatMap(({ kind, reason }) =>
    kind === 'notice' && reason?.code === 'account-fallback'
      ? [{ from: String(reason.params.from), to: String(reason.params.to), why: String(reason.params.why) }]
      : [],
  );

/** "answered by Work (2nd choice: Personal hit its limit)", when the first account did not answer; else null. */
export const answeredBy = (turn: TurnView, last: NonNullable<StepView['model']>): string | null => {
  const fallbacks = fallbacksOf(turn);
  const first = fallbacks[0];
  // Between two calls the order begins anew: only a fallback that led to the last account tells why it answered.
  if (!first || !fallbacks.some(({ to }) => to === last.account)) return null;
  const tried = new Set(fallbacks.map(({ from }) => from)).size;
  return t('fallback.line', {
    account: last.account,
    place: t(tried === 1 ? 'fallback.second' : tried === 2 ? 'fallback.third' : 'fallback.later'),
    why: whyText(first.from, first.why),
  });
};
