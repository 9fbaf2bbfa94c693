import { Button } from '@mantine/core';
import { IconPlayerPause } from '@tabler/icons-react';
import { useCallback } from 'react';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import { useAction } from '../../rpc/use-action.ts';
import './connection.css';

/** Says that nothing new starts, and lets one end that. */
export const PausedBanner = () => {
  const { client, resources } = useHost();
  const goOn = useAction(useCallback(() => client.host.pause({ paused: false }), [client]));
  if (!useResource(resources.status).value?.host.paused) return null;
  return (
    <section className="py-lost" aria-label={t('paused.label')}>
      <IconPlayerPause size={18} aria-hidden />
      <p role="status">{goOn.error ?? t('paused.what')}</p>
      <Button size="compact-sm" variant="default" loading={goOn.busy} onClick={() => void goOn.run()}>
        {t('paused.goOn')}
      </Button>
    </section>
  );
};
