import type { AuditView } from '#contract/ui/domains/audit.ts';
import { t } from '../../locales/translate.ts';

/** Who decided. */
export const actorText = ({ by, who }: Pick<AuditView, 'by' | 'who'>): string => t(`audit.by.${by}`, { who: who ?? t('audit.somebody') });
