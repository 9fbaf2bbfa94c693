import { UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { t } from '../../../locales/translate.ts';

/** Where in the folder the reader is; every part leads there. */
export const FolderPath = ({ root, path, onGo }: { root: string; path: string; onGo: (path: string) => void }) => {
  const names = path === '' ? [] : path.split('/');
  const parts = [{ name: root, to: '' }, ...names.map((name, at) => ({ name, to: names.slice(0, at + 1).join('/') }))];
  return (
    <nav className="py-disk__path" aria-label={t('files.where')}>
      {parts.map(({ name, to }, at) => (
        <span key={to}>
          {at > 0 && <IconChevronRight size={14} aria-hidden className="py-ws__go" />}
          <UnstyledButton aria-current={at === parts.length - 1 ? 'location' : undefined} onClick={() => onGo(to)}>
            <bdi translate="no">{name}</bdi>
          </UnstyledButton>
        </span>
      ))}
    </nav>
  );
};
