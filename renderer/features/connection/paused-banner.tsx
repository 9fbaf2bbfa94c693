import { Button } from '@mantine/core';
import { IconPlayerPause } from '@tabler/icons-react';
import { useCallback } from 'react';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import { useAction } from '../../rpc/use-action.ts';
import { useOffer } from '../../ui/action-bus.tsx';
import './connection.css';

/** Offers to pause everything; once it is, says that nothing new starts, and lets one end that. */
export const PausedBanner = () => {
  const { client, resources } = useHost();
  const goOn = useAction(useCallback(() => client.host.pause({ paused: false }), [client]));
  const pause = useAction(useCallback(() => client.host.pause({ paused: true }), [client]));
  const isPaused = useResource(resources.status).value?.host.paused ?? null;
  useOffer('pause', isPaused === false ? () => void pause.run() : null);
  useOffer('go-on', isPaused ? () => void goOn.run() : null);
  if (!isPaused && pause.error === null) return null;
  return (
    <section className="py-lost" aria-label={t('paused.label')}>
      <IconPlayerPause size={18} aria-hidden />
      <p role="status">{(isPaused ? goOn.error : pause.error) ?? t('paused.what')}</p>
      {isPaused && (
        <Button size="compact-sm" variant="default" loading={goOn.busy} onClick={() => void goOn.run()}>
          {t('paused.goOn')}
        </Button>
      )}
    </section>
  );
};
