import { hasText, t } from '../locales/translate.ts';

/** A code of the list of decisions as a person reads it. */
export const worded = (prefix: 'decision' | 'rule' | 'outcome', code: string): string => {
  // One of the owner's: the end of its id tells it from others.
  if (code.startsWith('rule:')) return t('audit.rule.own', { id: code.slice(-4) });
  const key = `audit.${prefix}.${code}`;
  return hasText(key) ? t(key) : code.replaceAll('-', ' ');
};
