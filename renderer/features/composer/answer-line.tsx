import type { MeterView } from '#contract/ui/domains/chats.ts';
import { t } from '../../locales/translate.ts';
import { ColorDot } from '../../ui/color-dot.tsx';
import { moneyText } from '../../ui/money.ts';
import { compactCount } from '../../ui/time.ts';
import { PromptBar } from './prompt-bar.tsx';
import type { Answerer } from './use-answerer.ts';

/** The price where it is known, else the tokens. */
const usedText = ({ in: read, out, costMicros }: MeterView): string => {
  if (costMicros === null) return t('composer.tokens', { n: compactCount(read + out) });
  return t('composer.cost', { money: moneyText(costMicros) });
};

const whoText = ({ name, model, noAi }: Answerer): string => {
  if (noAi) return t('composer.rules');
  return model === null ? t('composer.answers', { account: name }) : t('composer.answersWith', { account: name, model });
};

/** What the next message brings along, and what reading that costs at most. */
const contextText = (meter: MeterView | null): string => {
  if (meter === null || meter.contextTokens === null) return t('composer.contextEmpty');
  const n = compactCount(meter.contextTokens);
  if (meter.nextCostMicros === null) return t(meter.isEstimate ? 'composer.contextGuess' : 'composer.context', { n });
  return t(meter.isEstimate ? 'composer.contextGuessCost' : 'composer.contextCost', { n, money: moneyText(meter.nextCostMicros) });
};

/** Who will answer, and what this conversation has used so far. */
export const AnswerLine = ({ chatId, answerer, meter }: { chatId: string; answerer: Answerer | null; meter: MeterView | null }) => {
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
      {answerer && !answerer.noAi && (
        <span key={`context ${contextText(meter)}`}>
          <PromptBar chatId={chatId} accountId={answerer.accountId} label={contextText(meter)} />
        </span>
      )}
    </span>
  );
};
