import { t } from '../locales/translate.ts';
import { type AppAction, appActions, partKeys } from './actions.ts';

/** All keys of the window with their words, grouped for the sheet and the settings. */
export const keyGroups = () => [
  {
    label: t('keys.general'),
    lines: (appActions as readonly AppAction[]).flatMap(({ label, keys }) => (keys === null ? [] : [{ label: t(label), keys }])),
  },
  ...[...Map.groupBy(partKeys, ({ group }) => group)].map(([group, lines]) => ({
    label: t(group),
    lines: lines.map(({ label, keys }) => ({ label: t(label), keys })),
  })),
];
