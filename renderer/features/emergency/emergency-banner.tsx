import { Button } from '@mantine/core';
import { IconAlertOctagon } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useResource } from '../../rpc/resource.ts';
import { useAction } from '../../rpc/use-action.ts';
import { useOffer } from '../../ui/action-bus.tsx';
import './emergency.css';
import { ReleaseDialog } from './release-dialog.tsx';

/** Says that everything is stopped, and leads to the release; offers both to the palette. */
export const EmergencyBanner = () => {
  const { client, resources } = useHost();
  const [isOpen, setOpen] = useState(false);
  const isStopped = useResource(resources.status).value?.host.stopped ?? null;
  const stop = useAction(
    useCallback(async () => {
      await client.emergency.stop();
      resources.status.refresh();
    }, [client, resources]),
  );
  // Also before the host has said how it stands: a stop is never wrong.
  useOffer('emergency-stop', isStopped ? null : () => void stop.run());
  useOffer('emergency-release', isStopped ? () => setOpen(true) : null);
  if (!isStopped && stop.error === null) return null;
  return (
    <section className="py-emergency" aria-label={t('emergency.label')}>
      <IconAlertOctagon size={20} aria-hidden />
      <p role="alert">
        {stop.error ?? (
          <>
            <strong>{t('emergency.what')}</strong> {t('emergency.how')}
          </>
        )}
      </p>
      <Button size="compact-sm" variant="white" color="red.9" onClick={() => (isStopped ? setOpen(true) : void stop.run())}>
        {isStopped ? t('emergency.release') : t('emergency.again')}
      </Button>
      {isStopped && isOpen && <ReleaseDialog onClose={() => setOpen(false)} />}
    </section>
  );
};
