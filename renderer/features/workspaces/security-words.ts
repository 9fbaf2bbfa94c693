import { hasText, t } from '../../locales/translate.ts';

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
