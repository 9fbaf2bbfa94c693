import type { MeterView } from '#contract/ui/domains/chats.ts';
import { t } from '../../locales/translate.ts';
import { ColorDot } from '../../ui/color-dot.tsx';
import { compactCount } from '../../ui/time.ts';
import type { Answerer } from './use-answerer.ts';

const microsPerDollar = 1_000_000;
const money = (digits: number) => new Intl.NumberFormat(undefined, { style: 'currency', currency: 'USD', maximumFractionDigits: digits });
const [cents, tinyMoney] = [money(2), money(4)];

/** The price where it is known, else the tokens. */
const usedText = ({ in: read, out, costMicros }: MeterView): string => {
  if (costMicros === null) return t('composer.tokens', { n: compactCount(read + out) });
  const dollars = costMicros / microsPerDollar;
  return t('composer.cost', { money: (dollars >= 0.01 ? cents : tinyMoney).format(dollars) });
};

const whoText = ({ name, model, noAi }: Answerer): string => {
  if (noAi) return t('composer.rules');
  return model === null ? t('composer.answers', { account: name }) : t('composer.answersWith', { account: name, model });
};

/** Who will answer, and what this conversation has used so far. */
export const AnswerLine = ({ answerer, meter }: { answerer: Answerer | null; meter: MeterView | null }) => {
  const used = meter !== null && meter.in + meter.out > 0 ? meter : null;
  const tokens = used && { in: compactCount(used.in), out: compactCount(used.out) };
  return (
    <span className="py-answerer">
      {answerer && (
        <span className="py-answerer__who">
          {answerer.color !== null && <ColorDot color={answerer.color} />}
          <span translate={answerer.noAi ? undefined : 'no'}>{whoText(answerer)}</span>
        </span>
      )}
      {used && tokens && (
        <span key={usedText(used)} title={t('composer.tokensWhy', tokens)}>
          {usedText(used)}
        </span>
      )}
      {used?.contextTokens !== null && used?.contextTokens !== undefined && (
        <span key={`${usedText(used)} ${used.contextTokens}`} title={t('composer.contextWhy')}>
          {t('composer.context', { n: compactCount(used.contextTokens) })}
        </span>
      )}
    </span>
  );
};
