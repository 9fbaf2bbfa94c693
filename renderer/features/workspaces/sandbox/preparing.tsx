import { Button, Progress } from '@mantine/core';
import type { Reason } from '#contract/model/reason.ts';
import { t } from '../../../locales/translate.ts';
import { fileSize } from '../../../ui/attachment.tsx';

const numberOf = (value: unknown): number => (typeof value === 'number' && value > 0 ? value : 0);

/** An image on its way: how far it is, in bytes, and the button that ends it. */
export const Preparing = ({ reason, busy, onCancel }: { reason: Reason; busy: boolean; onCancel: () => void }) => {
  const { step, text } = reason.params;
  const done = numberOf(reason.params.doneBytes);
  const total = Math.max(done, numberOf(reason.params.totalBytes));
  const size = total > 0 ? t('sandbox.bytesOf', { done: fileSize(done), total: fileSize(total) }) : done > 0 ? fileSize(done) : '';
  return (
    <div className="py-sb__preparing" role="status">
      <div className="py-ws__inline">
        <strong>{t(step === 'pull' ? 'sandbox.fetching' : 'sandbox.building')}</strong>
        <Button size="compact-sm" variant="default" loading={busy} onClick={onCancel}>
          {t('action.cancel')}
        </Button>
      </div>
      <Progress
        value={total > 0 ? (done / total) * 100 : 100}
        animated={total === 0}
        aria-label={t('sandbox.progress')}
        transitionDuration={0}
      />
      <p className="py-dim py-break" translate="no">
        {[size, typeof text === 'string' ? text : ''].filter(Boolean).join(' · ')}
      </p>
    </div>
  );
};
