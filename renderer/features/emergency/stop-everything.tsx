import { UnstyledButton } from '@mantine/core';
import { IconAlertOctagon } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import { useAction } from '../../rpc/use-action.ts';
import { useActionBus } from '../../ui/action-bus.tsx';
import './emergency.css';

// The second click of a double click must not release what the first one stopped.
const restMs = 1_000;

/** The emergency stop, one click and at once; then, in the same place, the way to the release. A failure stands there, too. */
export const StopEverything = () => {
  const { client, resources } = useHost();
  const bus = useActionBus();
  const [isResting, setResting] = useState(false);
  useEffect(() => {
    if (!isResting) return;
    const timer = setTimeout(() => setResting(false), restMs);
    return () => clearTimeout(timer);
  }, [isResting]);
  const stop = useAction(
    useCallback(async () => {
      await client.emergency.stop();
      resources.status.refresh();
    }, [client, resources]),
  );
  const isStopped = useResource(resources.status).value?.host.stopped ?? false;
  const isInert = isResting || stop.busy;
  const click = (): void => {
    if (isInert) return;
    if (isStopped) {
      bus.run('emergency-release');
      return;
    }
    setResting(true);
    void stop.run();
  };
  return (
    <UnstyledButton
      className="py-side__place py-side__stop"
      title={isStopped ? t('emergency.dialog') : t('emergency.buttonWhy')}
      aria-disabled={isInert || undefined}
      onClick={click}
    >
      <IconAlertOctagon size={18} aria-hidden />
      <span role={stop.error ? 'alert' : undefined}>{stop.error ?? t(isStopped ? 'emergency.stopped' : 'emergency.button')}</span>
    </UnstyledButton>
  );
};
