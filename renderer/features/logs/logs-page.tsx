import { Button, Loader, Select, TextInput } from '@mantine/core';
import { useClipboard, useDebouncedValue } from '@mantine/hooks';
import { IconCopy, IconPlayerPause, IconPlayerPlay, IconSearch, IconX } from '@tabler/icons-react';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { type LogLevelName, logLevels } from '#contract/model/log-levels.ts';
import type { LogFilter } from '#contract/ui/domains/logs.ts';
import { t } from '../../locales/translate.ts';
import { useHost } from '../../rpc/host.ts';
import { useFresh } from '../../rpc/use-fresh.ts';
import { NotLoaded } from '../../ui/not-loaded.tsx';
import { useLogFeed } from './log-feed.ts';
import { LogList } from './log-list.tsx';
import { asText } from './log-text.ts';
import './logs.css';

const typingMs = 250;
const noTopics = [] as const;
const isLevel = (value: string | null): value is LogLevelName => logLevels.some((level) => level === value);

/** What the host did, line by line: follow it, pause it, narrow it down, copy it. */
export const LogsPage = ({ tabs, turnId, onTurn }: { tabs: ReactNode; turnId: string | null; onTurn: (turnId: string | null) => void }) => {
  const { client } = useHost();
  const [level, setLevel] = useState<LogLevelName>('info');
  const [scope, setScope] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const [text] = useDebouncedValue(typed, typingMs);
  const [isPaused, setPaused] = useState(false);
  const clipboard = useClipboard({ timeout: 1_500 });
  const filter = useMemo(
    (): LogFilter => ({ level: turnId === null ? level : 'debug', scope, turnId, text }),
    [level, scope, turnId, text],
  );
  const feed = useLogFeed(filter, isPaused);
  const scopes = useFresh(
    useCallback(() => client.logs.scopes(), [client]),
    noTopics,
  );
  return (
    <div className="py-logs">
      <header className="py-logs__head">
        <h1>{t('logs.title')}</h1>
        <p className="py-dim">{t('logs.intro')}</p>
        {tabs}
        <div className="py-logs__bar">
          <TextInput
            size="xs"
            className="py-logs__find"
            leftSection={<IconSearch size={14} />}
            aria-label={t('logs.text')}
            placeholder={t('logs.text')}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Select
            size="xs"
            aria-label={t('logs.level')}
            allowDeselect={false}
            data={logLevels.map((value) => ({ value, label: t(`logs.level.${value}`) }))}
            value={filter.level}
            disabled={turnId !== null}
            onChange={(value) => isLevel(value) && setLevel(value)}
          />
          <Select
            size="xs"
            aria-label={t('logs.scope')}
            allowDeselect={false}
            data={[{ value: '', label: t('logs.scope.all') }, ...(scopes.value ?? []).map((value) => ({ value, label: value }))]}
            value={scope ?? ''}
            onChange={(value) => setScope(value === '' ? null : value)}
          />
          <Button
            size="xs"
            variant="default"
            leftSection={isPaused ? <IconPlayerPlay size={14} /> : <IconPlayerPause size={14} />}
            onClick={() => setPaused(!isPaused)}
          >
            {isPaused ? t('logs.follow') : t('logs.pause')}
          </Button>
          <Button size="xs" variant="default" leftSection={<IconCopy size={14} />} onClick={() => clipboard.copy(asText(feed.lines))}>
            {clipboard.copied ? t('logs.copied') : t('logs.copy')}
          </Button>
        </div>
        {turnId !== null && (
          <p className="py-logs__turn">
            {t('logs.turn')}
            <Button size="compact-xs" variant="default" leftSection={<IconX size={12} />} onClick={() => onTurn(null)}>
              {t('logs.turnClear')}
            </Button>
          </p>
        )}
        {feed.error && <NotLoaded what={t('logs.failed')} why={feed.error} onAgain={feed.again} />}
        {feed.missed > 0 && (
          <p className="py-logs__missed" role="status">
            {t('logs.missed', { n: feed.missed })}
          </p>
        )}
      </header>
      <div className="py-logs__body">
        {feed.lines.length > 0 ? (
          <LogList key={JSON.stringify(filter)} feed={feed} onTurn={onTurn} />
        ) : feed.isLoading ? (
          <p className="py-logs__empty">
            <Loader size="xs" color="gray" aria-hidden /> {t('logs.loading')}
          </p>
        ) : (
          <div className="py-logs__empty">
            <strong>{t('logs.empty')}</strong>
            <p className="py-dim">{t('logs.emptyNext')}</p>
            {feed.hasOlder && (
              <Button size="xs" variant="default" loading={feed.isLoadingOlder} onClick={feed.loadOlder}>
                {t('logs.older')}
              </Button>
            )}
          </div>
        )}
        {feed.held > 0 && (
          <Button className="py-logs__fresh" size="xs" radius="xl" onClick={() => setPaused(false)}>
            {t('logs.fresh', { n: feed.held })}
          </Button>
        )}
      </div>
    </div>
  );
};
