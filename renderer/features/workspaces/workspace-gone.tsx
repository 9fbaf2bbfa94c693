import { Button } from '@mantine/core';
import { t } from '../../locales/translate.ts';

/** The address names a workspace that is not in the list: archived, deleted, or never there. */
export const WorkspaceGone = ({ onBack }: { onBack: () => void }) => (
  <section className="py-ws__gone">
    <h1>{t('workspaces.goneTitle')}</h1>
    <p className="py-dim">{t('workspaces.goneWhy')}</p>
    <Button onClick={onBack}>{t('workspaces.toList')}</Button>
  </section>
);
