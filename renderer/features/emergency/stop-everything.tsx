import { UnstyledButton } from '@mantine/core';
import { IconAlertOctagon } from '@tabler/icons-react';
import { useCallback } from 'react';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import { useAction } from '../../rpc/use-action.ts';
import './emergency.css';

/** The emergency stop, one click and at once; a failure stands where the button was. */
export const StopEverything = () => {
  const { client, resources } = useHost();
  const stop = useAction(
    useCallback(async () => {
      await client.emergency.stop();
      resources.status.refresh();
    }, [client, resources]),
  );
  const isStopped = useResource(resources.status).value?.host.stopped ?? false;
  if (isStopped) return null;
  return (
    <UnstyledButton
      className="py-side__place py-side__stop"
      title={t('emergency.buttonWhy')}
      disabled={stop.busy}
      onClick={() => void stop.run()}
    >
      <IconAlertOctagon size={18} aria-hidden />
      <span role={stop.error ? 'alert' : undefined}>{stop.error ?? t('emergency.button')}</span>
    </UnstyledButton>
  );
};
