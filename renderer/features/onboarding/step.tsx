import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { t } from '../../locales/translate.ts';

export interface StepProps {
  readonly onNext: () => void;
  readonly onLater: () => void;
}

/** The buttons below a step: back where there is a step before, later always. */
export const StepActions = ({ onBack, onLater, children }: { onBack?: () => void; onLater: () => void; children: ReactNode }) => (
  <div className="py-welcome__actions">
    {children}
    {onBack && (
      <Button size="md" variant="default" onClick={onBack}>
        {t('welcome.back')}
      </Button>
    )}
    <Button size="md" variant="subtle" color="gray" className="py-welcome__later" title={t('welcome.laterWhy')} onClick={onLater}>
      {t('welcome.later')}
    </Button>
  </div>
);
