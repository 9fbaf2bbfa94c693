import { Button } from '@mantine/core';
import { IconPlayerStop, IconRefresh } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { TurnView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import { useAction } from '../../rpc/use-action.ts';
import { ColorDot } from '../../ui/color-dot.tsx';
import { Problem } from '../../ui/problem.tsx';
import { reasonParts, reasonText } from '../../ui/reason-text.ts';
import { compactCount, countdown, duration } from '../../ui/time.ts';
import { useNow } from '../../ui/use-now.ts';
import { answeredBy } from './answered-by.ts';
import { Ticks } from './fate.tsx';
import { Stuck } from './stuck.tsx';
import { costOf, costText, type Tokens, tokensOf } from './turn-cost.ts';

const modelsOf = (turn: TurnView) => turn.steps.flatMap(({ model, state }) => (model && state !== 'discarded' ? [model] : []));

/** An answer by rules can be asked again of a real model. */
const AskAgain = ({ turn, account }: { turn: TurnView; account: string }) => {
  const { client } = useHost();
  const again = useAction(useCallback(() => client.turns.retry({ turnId: turn.id }), [client, turn.id]));
  return (
    <>
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<IconRefresh size={13} />}
        loading={again.busy}
        onClick={() => void again.run()}
      >
        {t('turn.askAgain', { account })}
      </Button>
      {again.error && <Problem what={t('turn.failed')} why={again.error} />}
    </>
  );
};

const tokensText = ({ in: read, cached, out, isEstimated }: Tokens, calls: number): string => {
  const counts = { in: compactCount(read + cached), cached: compactCount(cached), out: compactCount(out) };
  const sum = t(cached > 0 ? 'turn.tokensCached' : 'turn.tokens', counts);
  const text = calls > 1 ? t('turn.tokensCalls', { tokens: sum, n: calls }) : sum;
  return isEstimated ? t('turn.tokensEstimated', { tokens: text }) : text;
};

/** How far the answer has come in its messenger. */
const Delivered = ({ turn, delivery }: { turn: TurnView; delivery: NonNullable<TurnView['delivery']> }) =>
  delivery === 'failed' || delivery === 'unknown' ? (
    <>
      <span translate="yes">{t(delivery === 'failed' ? 'stuck.failed' : 'tick.check')}</span>
      <Stuck of={{ turnId: turn.id }} delivery={delivery} />
    </>
  ) : (
    <Ticks delivery={delivery} heldUntil={turn.heldUntil} />
  );

/** Model, account, tokens, cost and time of a finished turn. */
const Receipt = ({ turn, askAgainWith }: { turn: TurnView; askAgainWith: string | null }) => {
  const models = modelsOf(turn);
  const judged = models.filter(({ isDeputy }) => isDeputy);
  const last = models.findLast(({ isDeputy }) => !isDeputy);
  const tokens = tokensOf(models);
  const hasTokens = tokens.in + tokens.cached + tokens.out > 0;
  const fallback = last ? answeredBy(turn, last) : null;
  const { resources } = useHost();
  const color = useResource(resources.accounts).value?.find(({ name }) => name === last?.account)?.color;
  const parts = [
    last && !last.noAi ? last.model : null,
    fallback ?? last?.account ?? null,
    hasTokens ? tokensText(tokens, models.length) : null,
    hasTokens && !turn.noAi ? costText(costOf(models)) : null,
    judged.length > 0 ? t('turn.deputy', { n: judged.length, cost: costText(costOf(judged)) }) : null,
    turn.endedAt !== null ? duration(turn.endedAt - turn.startedAt) : null,
  ].filter((part) => part !== null);
  return (
    <footer className="py-agent__foot" translate="no">
      {fallback !== null && color && <ColorDot color={color} />}
      {parts.join(' · ')}
      {turn.delivery && <Delivered turn={turn} delivery={turn.delivery} />}
      {askAgainWith !== null && <AskAgain turn={turn} account={askAgainWith} />}
    </footer>
  );
};

/** No account could answer: when it is tried again, and a way not to wait for that. */
const WaitingForModel = ({ turn }: { turn: TurnView }) => {
  const { client } = useHost();
  const now = useNow(1_000, turn.nextAt !== null);
  const tryNow = useAction(useCallback(() => client.turns.tryNow({ turnId: turn.id }), [client, turn.id]));
  const { account = '', why } = turn.reason?.params ?? {};
  return (
    <Problem
      tone="warn"
      what={t(why === 'over-budget' ? 'turn.wait.month' : 'turn.wait.quota', { account: String(account) })}
      why={turn.reason && reasonText(turn.reason)}
      next={tryNow.error ?? (turn.nextAt === null ? null : t('turn.nextTry', { time: countdown(turn.nextAt - now) }))}
    >
      <Button size="xs" variant="default" leftSection={<IconRefresh size={14} />} loading={tryNow.busy} onClick={() => void tryNow.run()}>
        {t('turn.tryNow')}
      </Button>
    </Problem>
  );
};

const Waiting = ({ turn }: { turn: TurnView }) => {
  const wait = turn.wait ?? 'ask';
  if (wait === 'quota') return <WaitingForModel turn={turn} />;
  return <footer className="py-agent__foot">{t(wait === 'ask' ? 'turn.waitsForYou' : `turn.wait.${wait}`)}</footer>;
};

const Failed = ({ turn, canRetry }: { turn: TurnView; canRetry: boolean }) => {
  const { client } = useHost();
  const retry = useAction(useCallback(() => client.turns.retry({ turnId: turn.id }), [client, turn.id]));
  const { what, why, next } = reasonParts(turn.reason);
  return (
    <Problem what={what ?? t('turn.failed')} why={why} next={retry.error ?? (canRetry ? (next ?? t('turn.failedNext')) : null)}>
      {canRetry && (
        <Button size="xs" variant="default" leftSection={<IconRefresh size={14} />} loading={retry.busy} onClick={() => void retry.run()}>
          {t('action.retry')}
        </Button>
      )}
    </Problem>
  );
};

// Other reasons of a queued turn tell what happened before.
const isHeldBack = (turn: TurnView): turn is TurnView & { reason: NonNullable<TurnView['reason']> } =>
  turn.reason?.code.startsWith('turn-waits-') ?? false;

/** How a turn stands or how it ended. */
export const TurnFoot = ({ turn, askAgainWith }: { turn: TurnView; askAgainWith: string | null }) => {
  switch (turn.state) {
    case 'queued':
      return (
        <footer className="py-agent__foot">
          {turn.attempt > 1 ? t('turn.queuedAgain', { n: turn.attempt }) : isHeldBack(turn) ? reasonText(turn.reason) : t('turn.queued')}
        </footer>
      );
    case 'running':
      return turn.wait === 'sandbox' && turn.reason ? (
        <footer className="py-agent__foot" role="status">
          {reasonText(turn.reason)}
        </footer>
      ) : null;
    case 'waiting':
      return <Waiting turn={turn} />;
    case 'interrupted':
      return <Problem tone="warn" what={t('turn.interrupted')} next={t('turn.interruptedNext')} />;
    case 'cancelled':
      return (
        <footer className="py-agent__foot">
          <IconPlayerStop size={13} aria-hidden /> {turn.reason ? reasonText(turn.reason) : t('turn.stopped')}
        </footer>
      );
    case 'failed':
      return <Failed turn={turn} canRetry={turn.canRetry} />;
    case 'done':
      return <Receipt turn={turn} askAgainWith={turn.noAi && turn.canRetry ? askAgainWith : null} />;
    default:
      return turn.state satisfies never;
  }
};
