import { Button } from '@mantine/core';
import type { ConnectionView } from '#contract/ui/domains/sandbox.ts';
import { t } from '../../../locales/translate.ts';
import { timeOfDay } from '../../../ui/time.ts';

const shown = 6;

interface NetworkAttemptsProps {
  /** Newest first. */
  readonly attempts: readonly ConnectionView[];
  readonly allowed: readonly string[];
  readonly busy: boolean;
  readonly onAllow: (host: string) => void;
}

/** The newest connections that programs in the sandbox asked for, and what became of each. */
export const NetworkAttempts = ({ attempts, allowed, busy, onAllow }: NetworkAttemptsProps) => (
  <div>
    <h3 className="py-net__title">{t('network.recent')}</h3>
    <ul className="py-net__attempts">
      {attempts.slice(0, shown).map((attempt) => (
        <li key={attempt.seq}>
          <div>
            <p className="py-break" translate="no">
              {attempt.host}:{attempt.port}
            </p>
            <p className="py-dim py-break">
              {timeOfDay(attempt.at)} ·{' '}
              <span translate="no">{attempt.outcome === 'connected' ? t('network.connected') : attempt.text}</span>
            </p>
          </div>
          {attempt.canAllow && !allowed.includes(attempt.host) && (
            <Button
              size="compact-sm"
              variant="default"
              disabled={busy}
              aria-label={t('network.allowHost', { host: attempt.host })}
              onClick={() => onAllow(attempt.host)}
            >
              {t('network.allow')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  </div>
);
