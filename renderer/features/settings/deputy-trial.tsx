import { Button, Loader } from '@mantine/core';
import { IconScale } from '@tabler/icons-react';
import type { DeputyTrial as Tried } from '#contract/ui/domains/deputy.ts';
import { t } from '../../locales/translate.ts';
import { Outcome } from '../../ui/outcome.tsx';
import { Problem } from '../../ui/problem.tsx';
import { reasonParts, reasonText } from '../../ui/reason-text.ts';
import { SettingRow } from './setting-row.tsx';

export interface DeputyTrialProps {
  readonly tried: Tried | null;
  /** The try itself did not come about. */
  readonly error: string | null;
  readonly busy: boolean;
  readonly onTest: () => void;
}

/** Whether the one that is chosen judges, found out by a real judgement. */
export const DeputyTrial = ({ tried, error, busy, onTest }: DeputyTrialProps) => {
  const wrong = tried && !tried.ok ? reasonParts(tried.reason) : null;
  return (
    <>
      <SettingRow label={t('deputy.try')} why={t('deputy.testWhy')}>
        <Button
          size="xs"
          variant="default"
          leftSection={busy ? <Loader size={12} /> : <IconScale size={14} />}
          disabled={busy}
          onClick={onTest}
        >
          {busy ? t('deputy.testing') : t('deputy.test')}
        </Button>
      </SettingRow>
      <div className="py-settings__notes">
        {tried?.ok && <Outcome result={{ ok: true, text: reasonText(tried.reason), costMicros: tried.costMicros }} />}
        {wrong && <Problem what={wrong.what ?? ''} why={wrong.why} next={wrong.next} />}
        {error && <Problem what={t('deputy.notTried')} why={error} />}
      </div>
    </>
  );
};
