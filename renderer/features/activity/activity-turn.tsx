import { Button, Loader } from '@mantine/core';
import { IconAlertCircle, IconCheck, IconChevronRight, IconClock, IconHandStop, IconPlayerStop, IconProgress } from '@tabler/icons-react';
import { type ReactNode, useCallback, useId, useState } from 'react';
import type { TurnState } from '#contract/model/states.ts';
import type { ActivityTurn } from '#contract/ui/domains/activity.ts';
import type { TurnView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useFresh } from '../../rpc/use-fresh.ts';
import { Problem } from '../../ui/problem.tsx';
import { reasonText } from '../../ui/reason-text.ts';
import { compactCount, duration, timeOfDay } from '../../ui/time.ts';
import { workKind, workKinds } from '../../ui/work-kind.ts';

export interface ActivityTurnProps {
  readonly turn: ActivityTurn;
  /** What it said and did, step by step. */
  readonly renderSteps: (turn: TurnView) => ReactNode;
  readonly onChat: (turn: ActivityTurn) => void;
  readonly onLog: (turnId: string) => void;
}

const icons: Readonly<Record<TurnState, typeof IconCheck>> = {
  queued: IconClock,
  running: IconProgress,
  waiting: IconHandStop,
  done: IconCheck,
  failed: IconAlertCircle,
  cancelled: IconPlayerStop,
  interrupted: IconClock,
};

/** "ran 3 commands, changed 2 files, tried 1 call": what did nothing is not told as done. */
const toolsLine = (turn: ActivityTurn): string => {
  const parts = workKinds.flatMap((kind) => {
    const n = turn.tools.filter(({ name }) => workKind(name) === kind).reduce((sum, { calls, undone }) => sum + calls - undone, 0);
    return n > 0 ? [t(`work.${kind}`, { n })] : [];
  });
  const tried = turn.tools.reduce((sum, { undone }) => sum + undone, 0);
  if (tried > 0) parts.push(t('work.tried', { n: tried }));
  return parts.length > 0 ? parts.join(', ') : t('activity.noTools');
};

const stepTopics = ['turn', 'step'] as const;
const Steps = ({ id, renderSteps }: { id: string; renderSteps: ActivityTurnProps['renderSteps'] }) => {
  const { client } = useHost();
  const turn = useFresh(
    useCallback(() => client.turns.get({ turnId: id }), [client, id]),
    stepTopics,
  );
  if (turn.error) return <Problem what={t('activity.stepsFailed')} why={turn.error} />;
  if (!turn.value) return <Loader size="xs" color="gray" aria-label={t('activity.loading')} />;
  return renderSteps(turn.value);
};

/** One piece of work as a line that opens to its steps. */
export const ActivityTurnLine = ({ turn, renderSteps, onChat, onLog }: ActivityTurnProps) => {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const Icon = icons[turn.state];
  const failed = turn.tools.reduce((sum, tool) => sum + tool.failed, 0);
  const denied = turn.tools.reduce((sum, tool) => sum + tool.denied, 0);
  const unknown = turn.tools.reduce((sum, tool) => sum + tool.unknown, 0);
  const facts = [
    toolsLine(turn),
    turn.endedAt === null ? null : duration(turn.endedAt - turn.startedAt),
    turn.tokensIn + turn.tokensOut > 0
      ? t('activity.tokens', { in: compactCount(turn.tokensIn), out: compactCount(turn.tokensOut) })
      : null,
    [...new Set([turn.account, turn.model])].filter(Boolean).join(' / ') || null,
  ].filter((part) => part !== null);
  return (
    <li className={`py-activity__turn py-activity__turn--${turn.state}`}>
      <button type="button" className="py-activity__line" aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}>
        <time dateTime={new Date(turn.startedAt).toISOString()}>{timeOfDay(turn.startedAt)}</time>
        <Icon size={17} className="py-activity__icon" role="img" aria-label={t(`activity.state.${turn.state}`)} />
        <span className="py-activity__what">
          <span className="py-activity__asked" dir="auto" translate="no">
            {turn.asked.trim() || t('activity.noText')}
          </span>
          <span className="py-activity__where">
            <span translate="no">
              {turn.workspace} · {turn.chat || turn.channel}
            </span>{' '}
            · {turn.kind === 'task' ? t('activity.task') : t('activity.by', { who: turn.who })} · {facts.join(' · ')}
            {denied > 0 && ` · ${t('activity.callDenied', { n: denied })}`}
            {failed > 0 && <strong> · {t('activity.callFailed', { n: failed })}</strong>}
            {unknown > 0 && <strong> · {t('activity.callUnknown', { n: unknown })}</strong>}
          </span>
          {turn.reason && turn.state !== 'done' && (
            <span className="py-activity__why" translate="no">
              {reasonText(turn.reason)}
            </span>
          )}
        </span>
        <IconChevronRight size={16} className={`py-activity__chevron${isOpen ? ' py-activity__chevron--open' : ''}`} aria-hidden />
      </button>
      <div id={id} hidden={!isOpen} className="py-activity__steps">
        {isOpen && (
          <>
            <Steps id={turn.id} renderSteps={renderSteps} />
            <div className="py-activity__links">
              <Button size="compact-sm" variant="default" onClick={() => onChat(turn)}>
                {t('activity.openChat')}
              </Button>
              <Button size="compact-sm" variant="subtle" color="gray" onClick={() => onLog(turn.id)}>
                {t('activity.openLog')}
              </Button>
            </div>
          </>
        )}
      </div>
    </li>
  );
};
