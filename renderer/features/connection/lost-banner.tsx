import { Button } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { ConnectionState } from '#contract/client/connection-state.ts';
import { t } from '../../locales/translate.ts';
import { useConnection, useHost } from '../../rpc/host.ts';
import { countdown } from '../../ui/time.ts';
import { useNow } from '../../ui/use-now.ts';
import './connection.css';

/** A connection that is back this soon was not worth a banner. */
const graceMs = 700;

const causeText = (state: ConnectionState): string => {
  const cause = state.phase === 'waiting' || state.phase === 'connecting' ? state.cause : null;
  return cause === null ? t('lost.connecting') : t(`lost.${cause}`);
};

/** Says why the host is not there, when it is tried again, and lets one try now. Typing goes on underneath. */
export const LostBanner = () => {
  const { connection } = useHost();
  const state = useConnection();
  const isLost = state.phase === 'waiting' || state.phase === 'connecting';
  const [isShown, setShown] = useState(false);
  const now = useNow(250, isLost);
  useEffect(() => {
    if (!isLost) {
      setShown(false);
      return;
    }
    const timer = setTimeout(() => setShown(true), graceMs);
    return () => clearTimeout(timer);
  }, [isLost]);
  if (!isLost || !isShown) return null;
  return (
    <section className="py-lost" aria-label={t('lost.label')}>
      <IconPlugConnectedX size={18} aria-hidden />
      <p role="status">
        <strong>{causeText(state)}</strong> {t('lost.keepTyping')}
      </p>
      <span className="py-lost__next">
        {state.phase === 'waiting' ? t('lost.next', { time: countdown(state.nextTryAt - now) }) : t('lost.trying')}
      </span>
      <Button size="compact-sm" variant="default" disabled={state.phase !== 'waiting'} onClick={connection.tryNow}>
        {t('lost.tryNow')}
      </Button>
    </section>
  );
};
