import type { Reason } from '#contract/model/reason.ts';
import { hasText, t } from '../locales/translate.ts';

/** The sentence for a stored reason. A code nobody has words for yet is still shown, never hidden. */
export const reasonText = (reason: Reason): string => {
  const key = `reason.${reason.code}`;
  return hasText(key) ? t(key, reason.params) : t('reason.other', { code: reason.code });
};

/** What a person can do about it, when there is something. */
export const nextText = (reason: Reason): string | null => {
  const key = `next.${reason.code}`;
  return hasText(key) ? t(key, reason.params) : null;
};
