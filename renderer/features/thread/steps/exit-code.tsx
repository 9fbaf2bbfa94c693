import { IconCheck, IconX } from '@tabler/icons-react';
import { t } from '../../../locales/translate.ts';

/** How a program ended, in colour and in words. */
export const ExitCode = ({ code }: { code: number | null }) => {
  if (code === null) return <span className="py-exit">{t('exit.none')}</span>;
  return code === 0 ? (
    <span className="py-exit py-exit--ok">
      <IconCheck size={14} aria-hidden /> {t('exit.ok')}
    </span>
  ) : (
    <span className="py-exit py-exit--bad">
      <IconX size={14} aria-hidden /> {t('exit.failed', { code })}
    </span>
  );
};
