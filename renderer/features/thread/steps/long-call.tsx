import { Button } from '@mantine/core';
import { IconBell, IconBellRinging, IconPlayerStopFilled } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { StepView } from '#contract/ui/views.ts';
import { t } from '../../../locales/translate.ts';
import { useHost } from '../../../rpc/host.ts';
import { askNoticePermission, type NoticePermission } from '../../../rpc/notice-permission.ts';
import { useResource } from '../../../rpc/resource.ts';
import { useAction } from '../../../rpc/use-action.ts';
import { useLiveNow } from '../use-live-now.ts';

/** A call that runs for longer may hang, or is worth going away for. */
const longMs = 60_000;

/** One notice when the turn has ended: a switch, and why there can be none here. */
const TellMe = ({ turnId }: { turnId: string }) => {
  const { client, resources } = useHost();
  const isOn = useResource(resources.awaited).value?.some((turn) => turn.turnId === turnId) ?? false;
  const [refused, setRefused] = useState<Exclude<NoticePermission, 'granted'> | null>(null);
  const wish = useAction(
    useCallback(async () => {
      const permission = isOn ? 'granted' : await askNoticePermission();
      setRefused(permission === 'granted' ? null : permission);
      if (permission === 'granted') await client.turns.tellWhenDone({ turnId, on: !isOn });
    }, [client, turnId, isOn]),
  );
  const why = wish.error ?? (refused && t(`tell.${refused}`));
  return (
    <>
      <Button
        size="compact-xs"
        variant={isOn ? 'light' : 'default'}
        aria-pressed={isOn}
        title={t(isOn ? 'tell.onWhy' : 'tell.offWhy')}
        leftSection={isOn ? <IconBellRinging size={13} aria-hidden /> : <IconBell size={13} aria-hidden />}
        loading={wish.busy}
        onClick={() => void wish.run()}
      >
        {t('tell.whenDone')}
      </Button>
      {why && (
        <span className="py-work__refused" role="alert">
          {why}
        </span>
      )}
    </>
  );
};

/** Nothing in the first minute, so that the line does not move under a hand; then a way to stop, and to go away meanwhile. */
export const LongCall = ({ step }: { step: StepView }) => {
  const { client } = useHost();
  const now = useLiveNow();
  const stop = useAction(useCallback(() => client.turns.stop({ turnId: step.turnId }), [client, step.turnId]));
  if (now === null || now - step.startedAt < longMs) return null;
  return (
    <span className="py-work__long">
      {stop.error && <span className="py-exit py-exit--bad">{stop.error}</span>}
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<IconPlayerStopFilled size={12} aria-hidden />}
        loading={stop.busy}
        onClick={() => void stop.run()}
      >
        {t('action.stop')}
      </Button>
      <TellMe turnId={step.turnId} />
    </span>
  );
};
