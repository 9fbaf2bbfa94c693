import { Button } from '@mantine/core';
import { useCallback, useId, useState } from 'react';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import './stuck.css';

export interface StuckProps {
  readonly of: { readonly messageId: string } | { readonly turnId: string };
  readonly delivery: 'failed' | 'unknown';
}

/** What a person does about words that could not be sent, or of which nobody knows: look first, then send again. */
export const Stuck = ({ of, delivery }: StuckProps) => {
  const { client } = useHost();
  const choices = useId();
  const [isOpen, setOpen] = useState(false);
  const key = JSON.stringify(of);
  const again = useAction(useCallback(() => client.sending.again(JSON.parse(key) as StuckProps['of']), [client, key]));
  const settle = useAction(useCallback(() => client.sending.settle(JSON.parse(key) as StuckProps['of']), [client, key]));
  const error = again.error ?? settle.error;
  const sendAgain = (
    <Button size="compact-xs" variant="default" loading={again.busy} onClick={() => void again.run()}>
      {t('stuck.again')}
    </Button>
  );
  return (
    <>
      {delivery === 'failed' ? (
        sendAgain
      ) : (
        <Button size="compact-xs" variant="default" aria-expanded={isOpen} aria-controls={choices} onClick={() => setOpen(!isOpen)}>
          {t('stuck.check')}
        </Button>
      )}
      <span id={choices} className="py-stuck" hidden={!isOpen || delivery === 'failed'}>
        <span className="py-stuck__why">{t('stuck.why')}</span>
        <Button size="compact-xs" variant="default" loading={settle.busy} onClick={() => void settle.run()}>
          {t('stuck.arrived')}
        </Button>
        {isOpen && sendAgain}
      </span>
      {error && <span role="alert">{error}</span>}
    </>
  );
};
