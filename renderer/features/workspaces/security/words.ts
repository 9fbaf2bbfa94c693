import { hasText, t } from '../../../locales/translate.ts';

interface Named {
  readonly id: string;
  readonly isReadyMade: boolean;
}
/** Ready-made profiles have words of the window; others are called as their owner called them. */
export const profileTitle = ({ id, isReadyMade }: Named): string => {
  const key = `profile.${id}.title`;
  return isReadyMade && hasText(key) ? t(key) : id;
};
export const profileWhat = ({ id, isReadyMade }: Named): string => {
  const key = `profile.${id}.what`;
  return isReadyMade && hasText(key) ? t(key) : t('profile.own.what');
};
/** What a tool does, in the words of a request; null for one that nobody has words for. */
export const toolWhat = (tool: string): string | null => {
  const key = `ask.title.${tool}`;
  return hasText(key) ? t(key, { subject: '…' }) : null;
};
