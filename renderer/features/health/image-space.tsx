import { Button } from '@mantine/core';
import { useCallback, useState } from 'react';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { useFresh } from '../../rpc/use-fresh.ts';
import { fileSize } from '../../ui/attachment.tsx';
import { Outcome } from '../../ui/outcome.tsx';

const staleBy = ['sandbox', 'plugin'] as const;

/** The images from which containers are made, and a clean-up that touches none that is needed. */
export const ImageSpace = () => {
  const { client } = useHost();
  const images = useFresh(
    useCallback(() => client.sandbox.images(), [client]),
    staleBy,
  );
  const [freed, setFreed] = useState<number | null>(null);
  const { refresh } = images;
  const clean = useAction(
    useCallback(async () => {
      const { freedBytes } = await client.sandbox.removeUnusedImages();
      setFreed(freedBytes);
      refresh();
    }, [client, refresh]),
  );
  const all = images.value ?? [];
  const unused = all.filter(({ inUse }) => !inUse);
  const error = clean.error ?? images.error;
  if (images.value === null && !error) return null;
  return (
    <section aria-labelledby="space-images">
      <h2 id="space-images">{t('space.images')}</h2>
      <div className="py-card py-space__images">
        <p className="py-dim">{all.length === 0 ? t('space.noImages') : t('space.imagesWhat')}</p>
        {all.length > 0 && (
          <ul className="py-space">
            {all.map(({ id, name, bytes, inUse }) => (
              <li key={id}>
                <span className="py-break">
                  <span translate="no">{name.replace(/:([0-9a-f]{12})[0-9a-f]+$/, ':$1')}</span>{' '}
                  <span className="py-chip">{t(inUse ? 'space.inUse' : 'space.notInUse')}</span>
                </span>
                <span className="py-space__size">{fileSize(bytes)}</span>
              </li>
            ))}
          </ul>
        )}
        {all.length > 0 && (
          <div className="py-space__clean">
            <p className="py-dim">
              {unused.length === 0
                ? t('space.nothingToClean')
                : t('space.cleanWhat', { size: fileSize(unused.reduce((sum, { bytes }) => sum + bytes, 0)) })}
            </p>
            <Button variant="default" disabled={unused.length === 0} loading={clean.busy} onClick={() => void clean.run()}>
              {t('space.clean')}
            </Button>
          </div>
        )}
        {freed !== null && <Outcome result={{ ok: true, text: t('space.freed', { size: fileSize(freed) }) }} />}
        {error && <Outcome result={{ ok: false, text: error }} />}
      </div>
    </section>
  );
};
