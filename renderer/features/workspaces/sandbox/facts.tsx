import { Progress } from '@mantine/core';
import type { ReactNode } from 'react';
import type { SandboxPanelView } from '#contract/ui/domains/sandbox.ts';
import { t } from '../../../locales/translate.ts';
import { fileSize } from '../../../ui/attachment.tsx';
import { duration } from '../../../ui/time.ts';
import { useNow } from '../../../ui/use-now.ts';
import { Spark } from './spark.tsx';
import type { Live } from './use-live.ts';

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);
const shortId = (id: string): string => id.replace(/^sha256:/, '').slice(0, 12);
const percent = (share: number): string => t('sandbox.percent', { n: Math.round(share * 100) });

const imageText = ({ id, name, bytes }: NonNullable<SandboxPanelView['image']>): string =>
  [name?.replace(/:([0-9a-f]{12})[0-9a-f]+$/, ':$1'), shortId(id), bytes === null ? null : fileSize(bytes)].filter(Boolean).join(' · ');

/** What runs, since when, and what it uses now. */
export const Facts = ({ panel, live }: { panel: SandboxPanelView; live: Live }) => {
  const now = useNow(1_000, panel.startedAt !== null);
  const usage = live.latest?.usage ?? panel.usage;
  const { shares } = live.load;
  const share = shares.at(-1);
  // Where no wall stands around it, no limit of its own holds either.
  const limits = panel.isolation === 'container' ? panel.limits : null;
  return (
    <dl className="py-sb__facts">
      {panel.image && (
        <Fact name={t('sandbox.image')}>
          <span className="py-break" translate="no">
            {imageText(panel.image)}
          </span>
        </Fact>
      )}
      {panel.startedAt !== null && (
        <Fact name={t('sandbox.up')}>
          {duration(Math.max(0, now - panel.startedAt))}
          {panel.adopted && <span className="py-dim"> {t('sandbox.adopted')}</span>}
        </Fact>
      )}
      <Fact name={t('sandbox.cpu')}>
        <Spark shares={shares} most={limits?.cpu ?? 1} />
        <span>{share === undefined ? t('sandbox.measuring') : percent(share)}</span>
      </Fact>
      <Fact name={t('sandbox.memory')}>
        {usage === null ? (
          t('sandbox.measuring')
        ) : (
          <>
            {limits && (
              <Progress
                className="py-sb__bar"
                value={Math.min(100, (usage.memBytes / limits.memBytes) * 100)}
                transitionDuration={0}
                aria-label={t('sandbox.memory')}
              />
            )}
            <span>
              {limits
                ? t('sandbox.bytesOf', { done: fileSize(usage.memBytes), total: fileSize(limits.memBytes) })
                : fileSize(usage.memBytes)}
            </span>
          </>
        )}
      </Fact>
    </dl>
  );
};
