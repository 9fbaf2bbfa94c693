import type { AuditView } from '#contract/ui/domains/audit.ts';
import { hasText, t } from '../../locales/translate.ts';

/** A code of the log as a person reads it. */
export const worded = (prefix: 'decision' | 'rule' | 'outcome', code: string): string => {
  const key = `audit.${prefix}.${code}`;
  return hasText(key) ? t(key) : code.replaceAll('-', ' ');
};

export const actorText = ({ by, who }: Pick<AuditView, 'by' | 'who'>): string => t(`audit.by.${by}`, { who: who ?? t('audit.somebody') });
