import type { LinkView } from '#contract/ui/domains/links.ts';
import { t } from '../../locales/translate.ts';
import { useConnection } from '../../rpc/host.ts';
import { countdown, duration } from '../../ui/time.ts';
import { useNow } from '../../ui/use-now.ts';

const tones = {
  live: 'good',
  syncing: 'busy',
  pairing: 'busy',
  unlinked: 'idle',
  degraded: 'warn',
  conflict: 'bad',
  'logged-out': 'bad',
} as const;

/** The state with its proof: "Live" alone would be a claim, "last heard 8 s ago" can be checked. */
export const LinkState = ({ link }: { link: LinkView }) => {
  const now = useNow(1_000);
  // What was heard last is no proof any more.
  if (useConnection().phase !== 'open')
    return (
      <p className="py-linkstate py-linkstate--idle">
        <i aria-hidden />
        <span className="py-dim">{t('links.stateUnknown')}</span>
      </p>
    );
  const proof =
    link.state === 'live' && link.heardAt !== null
      ? t('links.heard', { ago: duration(now - link.heardAt) })
      : link.nextTryAt !== null
        ? t('links.nextTry', { time: countdown(link.nextTryAt - now) })
        : null;
  return (
    <p className={`py-linkstate py-linkstate--${tones[link.state]}`}>
      <i aria-hidden />
      <span>
        {t(`links.state.${link.state}`)}
        {proof && <small>{proof}</small>}
      </span>
    </p>
  );
};
